// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.run.Configuration;
import backprop.experiments.statistics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the configurations come to over all data sets: for each metric the mean rank, the mean, and
 * on how many data sets a configuration is significantly better and worse than the reference; and
 * the time to train where it was measured. Only where there are several of both.
 */
final class Overall {
  private static final int MOST_ROWS = 24;
  private static final int WIDTH = 100;
  private static final int LONGEST_NAME = 30;
  private static final int GROUP = 24;

  private final Findings findings;

  private Overall(Findings findings) {
    this.findings = findings;
  }

  private static boolean tellsMuch(Findings findings) {
    return findings.results().dataSets().size() > 1
        && findings.results().configurations().size() > 1;
  }

  private List<Configuration> rows() {
    List<Configuration> ranked = findings.ranked();
    return ranked.subList(0, Math.min(MOST_ROWS, ranked.size()));
  }

  private String rank(Configuration c, Metric m) {
    return String.format(Locale.ROOT, "%.2f", findings.meanRank(c, m));
  }

  /** The mean over the data sets of which there is a value. */
  private String mean(Configuration c, Metric m) {
    double mean =
        findings.results().dataSets().stream()
            .mapToDouble(d -> findings.sample(d, c, m).mean())
            .filter(x -> !Double.isNaN(x))
            .average()
            .orElse(Double.NaN);
    return Double.isNaN(mean) ? "-" : Figures.value(m, mean);
  }

  private int marked(Configuration c, Metric m, int sign) {
    return (int)
        findings.results().dataSets().stream().filter(d -> findings.mark(d, c, m) == sign).count();
  }

  private boolean isReference(Configuration c) {
    return findings.reference().map(r -> r.name().equals(c.name())).orElse(false);
  }

  /** Mean seconds to train a cell over the data sets. */
  private String seconds(Configuration c) {
    double mean =
        findings.results().dataSets().stream()
            .mapToDouble(d -> findings.extras().seconds(d.name(), c.name()))
            .filter(x -> !Double.isNaN(x))
            .average()
            .orElse(Double.NaN);
    return Double.isNaN(mean) ? "-" : String.format(Locale.ROOT, "%.3g", mean);
  }

  /** A table of plain text; empty where there is nothing to sum up. */
  static String console(Findings findings) {
    if (!tellsMuch(findings)) {
      return "";
    }
    Overall o = new Overall(findings);
    List<Configuration> rows = o.rows();
    StringBuilder text =
        new StringBuilder("\nOver all data sets: mean rank, mean, and on how many ");
    text.append("+ better and - worse:\n");
    int name = rows.stream().mapToInt(c -> c.name().length()).max().orElse(0);
    int width = Math.min(LONGEST_NAME, name) + 1;
    int groups = Math.max(1, (WIDTH - width) / GROUP);
    List<Metric> metrics = findings.metrics();
    for (int from = 0; from < metrics.size(); from += groups) {
      List<Metric> part = metrics.subList(from, Math.min(metrics.size(), from + groups));
      text.append('\n').append(" ".repeat(width));
      part.forEach(m -> text.append(right(cut(m.name(), GROUP - 2), GROUP)));
      text.append('\n');
      for (Configuration c : rows) {
        text.append(left(cut(Figures.line(c.name()), width - 1), width));
        for (Metric m : part) {
          String marks =
              o.isReference(c) ? "" : "+" + o.marked(c, m, 1) + " -" + o.marked(c, m, -1);
          text.append(right(o.rank(c, m), 7))
              .append(right(o.mean(c, m), 9))
              .append(right(marks, 8));
        }
        text.append('\n');
      }
    }
    return text.toString().replaceAll(" +\n", "\n");
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 2) + "..";
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** A section of the page; none where there is nothing to sum up. */
  static void html(Html html, Findings findings) {
    if (!tellsMuch(findings)) {
      return;
    }
    Overall o = new Overall(findings);
    html.open("section").element("h2", "Over all data sets");
    html.element(
        "p",
        "The mean of the ranks on the data sets and of the means; on how many data sets a"
            + " configuration is significantly better (▲) and worse (▼) than "
            + findings.reference().map(Configuration::name).orElse("")
            + (findings.extras().hasTimes() ? "; seconds to train a cell." : "."),
        "class",
        "note");
    html.open("div", "class", "scroll").open("table", "class", "results sortable");
    html.open("thead").open("tr").element("th", "", "scope", "col");
    List<String> titles = new ArrayList<>();
    for (Metric m : findings.metrics()) {
      titles.addAll(List.of(m.name() + ", rank", m.name() + ", mean", "▲", "▼"));
    }
    if (findings.extras().hasTimes()) {
      titles.add("seconds");
    }
    titles.forEach(t -> html.element("th", t, "scope", "col", "class", "number"));
    html.close().close().open("tbody");
    for (Configuration c : o.rows()) {
      html.open("tr", "class", o.isReference(c) ? "reference" : "").open("th", "scope", "row");
      HtmlTables.name(html, c);
      html.close();
      o.cells(c).forEach(x -> html.element("td", x, "class", "number"));
      html.close();
    }
    html.close().close().close().close();
  }

  private List<String> cells(Configuration c) {
    List<String> cells = new ArrayList<>();
    for (Metric m : findings.metrics()) {
      cells.add(rank(c, m));
      cells.add(mean(c, m));
      cells.add(isReference(c) ? "" : String.valueOf(marked(c, m, 1)));
      cells.add(isReference(c) ? "" : String.valueOf(marked(c, m, -1)));
    }
    if (findings.extras().hasTimes()) {
      cells.add(seconds(c));
    }
    return cells;
  }

  /** The same for Markdown, without times, which differ from run to run. */
  static String markdown(Findings findings, java.util.function.UnaryOperator<String> escape) {
    if (!tellsMuch(findings)) {
      return "";
    }
    Overall o = new Overall(findings);
    StringBuilder text =
        new StringBuilder(
            "\n**Over all data sets**: mean rank, mean, ▲ better on, ▼ worse on\n\n|");
    StringBuilder line = new StringBuilder("\n|---|");
    text.append(" |");
    for (Metric m : findings.metrics()) {
      text.append(' ').append(escape.apply(m.name())).append(", rank | mean | ▲ | ▼ |");
      line.append("--:|".repeat(4));
    }
    text.append(line).append('\n');
    for (Configuration c : o.rows()) {
      text.append("| ").append(escape.apply(c.name())).append(" |");
      List<String> cells = o.cells(c);
      cells
          .subList(0, 4 * findings.metrics().size())
          .forEach(x -> text.append(' ').append(x).append(" |"));
      text.append('\n');
    }
    return text.toString();
  }
}
