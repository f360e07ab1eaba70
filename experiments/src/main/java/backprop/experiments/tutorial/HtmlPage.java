// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import java.util.List;
import java.util.Map;

/** A page for the browser, in one file that asks for no other. */
final class HtmlPage implements Page {
  private static final String STYLE =
      """
      :root{color-scheme:light}
      body{font:17px/1.55 system-ui,sans-serif;margin:0 auto;max-width:44rem;padding:0 1rem 4rem;
      color:#1b1b1b;background:#fff}
      h1{line-height:1.2;margin-top:2rem}h2{margin-top:3rem;line-height:1.25}
      pre{background:#f4f5f7;padding:.7rem .9rem;overflow-x:auto;font-size:.85rem;line-height:1.5;
      border-radius:6px}code{background:#f4f5f7;padding:.05em .3em;border-radius:4px;font-size:.9em;
      overflow-wrap:anywhere}
      pre code{padding:0}.scroll{overflow-x:auto}
      table{border-collapse:collapse;font-size:.88rem;margin:1rem 0}
      th,td{padding:.25rem .7rem;text-align:right;border-bottom:1px solid #ddd}
      th:first-child,td:first-child{text-align:left}
      figure{margin:1.2rem 0}figcaption{font-weight:600;font-size:.92rem;margin-bottom:.2rem}
      svg{width:100%;max-width:36rem;display:block}svg text{font:10.5px system-ui,sans-serif;fill:#333}
      nav ol{columns:2;padding-left:1.7rem}@media(max-width:30rem){nav ol{columns:1}}
      .again{font-size:.85rem;color:#444}
      """;

  private final StringBuilder out = new StringBuilder();

  /** Opens a page with a list of its chapters. */
  HtmlPage(String title, String lead, List<Chapter> chapters) {
    out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>");
    out.append(escaped(title)).append("</title>\n<style>\n").append(STYLE);
    out.append("</style></head><body>\n<h1>").append(escaped(title)).append("</h1>\n");
    text(lead);
    out.append("<nav><ol>\n");
    for (Chapter c : chapters) {
      out.append("<li><a href=\"#").append(c.name()).append("\">");
      out.append(escaped(c.title())).append("</a></li>\n");
    }
    out.append("</ol></nav>\n");
  }

  /** Begins a chapter. */
  void chapter(int number, Chapter c) {
    out.append("<h2 id=\"").append(c.name()).append("\">").append(number).append(". ");
    out.append(escaped(c.title())).append("</h2>\n");
  }

  /** Ends a chapter. */
  void again(Chapter c) {
    out.append("<p class=\"again\">All numbers of this chapter again: ");
    out.append("<code>./backprop tutorial ").append(c.name()).append("</code></p>\n");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public void text(String paragraph) {
    String code = escaped(paragraph).replaceAll("`([^`]*)`", "<code>$1</code>");
    out.append("<p>").append(code).append("</p>\n");
  }

  @Override
  public void formulas(String... lines) {
    out.append("<pre><code>").append(escaped(String.join("\n", lines))).append("</code></pre>\n");
  }

  @Override
  public void table(List<String> head, List<List<String>> rows) {
    out.append("<div class=\"scroll\"><table><thead><tr>");
    head.forEach(h -> out.append("<th>").append(escaped(h)).append("</th>"));
    out.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      out.append("<tr>");
      row.forEach(c -> out.append("<td>").append(escaped(c)).append("</td>"));
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div>\n");
  }

  @Override
  public void chart(
      String title, String across, boolean logarithmic, Map<String, List<double[]>> lines) {
    out.append("<figure><figcaption>").append(escaped(title)).append("</figcaption>");
    out.append(LineChart.svg(title, across, logarithmic, lines)).append("</figure>\n");
  }

  @Override
  public String toString() {
    return out + "</body></html>\n";
  }
}
