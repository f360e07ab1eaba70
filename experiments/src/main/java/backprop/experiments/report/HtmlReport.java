// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.file.ShellWord;
import backprop.experiments.rule.Verdict;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.rule.Verdict.Outcome;
import backprop.experiments.run.CellResult;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import weka.core.Version;

/**
 * One page for people: nothing from the network, verdicts first. Its one script, which sorts tables
 * and unfolds what is folded before printing, is allowed by its checksum; no other can run.
 */
final class HtmlReport implements Report {
  private static final int MOST_FAILURES = 50;
  private static final int MOST_EVIDENCE = 4;

  @Override
  public String name() {
    return "html";
  }

  @Override
  public String file() {
    return "report.html";
  }

  @Override
  public String text(Findings findings) {
    ExperimentResults results = findings.results();
    Html html = new Html();
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    String script = resource("report.js");
    String policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + sum(script) + "'";
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy);
    html.element("title", results.experiment() + ": " + Headline.of(findings));
    html.style(resource("report.css"));
    html.close().open("body").open("main");
    header(html, findings);
    verdicts(html, findings);
    if (!results.configurations().isEmpty() && !results.dataSets().isEmpty()) {
      HtmlTables.results(html, findings);
      Overall.html(html, findings);
      HtmlFolds.plots(html, findings);
      HtmlFolds.paired(html, findings);
      HtmlRanks.diagram(html, findings);
      HtmlEffects.plots(html, findings);
      HtmlCharts.curves(html, findings);
      HtmlCharts.times(html, findings);
      HtmlTables.comparisons(html, findings);
    }
    problems(html, findings);
    repeat(html, findings);
    html.close();
    String version = results.cells().isEmpty() ? "" : " " + results.cells().get(0).version();
    html.element("footer", "Backprop for Weka" + version);
    html.script(script);
    return html.close().close().document();
  }

  private static void header(Html html, Findings findings) {
    html.open("header", "class", tone(findings));
    html.element("p", "Experiment", "class", "kicker");
    html.element("h1", findings.results().experiment());
    html.element("p", Headline.of(findings), "class", "headline");
    html.element("p", findings.size(), "class", "size");
    html.close();
  }

  private static String tone(Findings findings) {
    if (findings.blocking(Outcome.FAIL) > 0 || !findings.failures().isEmpty()) {
      return "fail";
    }
    if (findings.blocking(Outcome.INCONCLUSIVE) > 0) {
      return "undecided";
    }
    return findings.verdicts().isEmpty() ? "none" : "pass";
  }

  private static void verdicts(Html html, Findings findings) {
    if (findings.verdicts().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Verdicts").open("ul", "class", "verdicts");
    for (Verdict verdict : findings.verdicts()) {
      boolean soft = verdict.level() != Level.ERROR && verdict.outcome() != Outcome.PASS;
      String tone =
          switch (verdict.outcome()) {
            case PASS -> "pass";
            case FAIL -> soft ? "warning" : "fail";
            case INCONCLUSIVE -> "undecided";
          };
      String word =
          switch (verdict.outcome()) {
            case PASS -> "holds";
            case FAIL -> "fails";
            case INCONCLUSIVE -> "undecided";
          };
      html.open("li", "class", tone).open("div", "class", "title");
      html.element("span", word, "class", "badge").text(" ").element("strong", verdict.rule());
      if (verdict.level() != Level.ERROR) {
        html.text(" ");
        html.element("span", verdict.level().name().toLowerCase(Locale.ROOT), "class", "level");
      }
      html.close();
      if (!verdict.claim().isEmpty()) {
        html.open("p", "class", "claim").element("code", verdict.claim()).close();
      }
      reason(html, verdict.reason().lines().toList(), verdict.outcome() == Outcome.PASS);
      html.close();
    }
    html.close().close();
  }

  /**
   * The sentence, then the numbers of each data set: those beyond a few folded away, and all of a
   * gate that holds.
   */
  private static void reason(Html html, List<String> lines, boolean holds) {
    html.element("p", lines.get(0));
    List<String> numbers = lines.subList(1, lines.size());
    if (numbers.isEmpty()) {
      return;
    }
    if (holds) {
      html.open("details").element("summary", "the numbers").open("ul");
      numbers.forEach(line -> html.element("li", line));
      html.close().close();
      return;
    }
    // To fold away a single line would save nothing.
    int shown = numbers.size() <= MOST_EVIDENCE + 1 ? numbers.size() : MOST_EVIDENCE;
    html.open("ul");
    numbers.subList(0, shown).forEach(line -> html.element("li", line));
    html.close();
    if (numbers.size() > shown) {
      html.open("details").element("summary", "and " + (numbers.size() - shown) + " more");
      html.open("ul");
      numbers.subList(shown, numbers.size()).forEach(line -> html.element("li", line));
      html.close().close();
    }
  }

  private static void problems(Html html, Findings findings) {
    ExperimentResults results = findings.results();
    List<CellResult> failures = findings.failures();
    if (failures.isEmpty() && results.forbidden().isEmpty() && results.warnings().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Left out and gone wrong");
    if (!results.warnings().isEmpty()) {
      html.element("h3", "Warnings").open("ul");
      results.warnings().forEach(warning -> html.element("li", warning));
      html.close();
    }
    if (!failures.isEmpty()) {
      html.element("h3", Figures.count(failures.size(), "cell") + " failed").open("ul");
      for (CellResult cell : failures.subList(0, Math.min(MOST_FAILURES, failures.size()))) {
        html.open("li").element("strong", cell.configuration());
        html.text(" on " + cell.dataSet() + ", repeat " + cell.repeat() + ", fold " + cell.fold());
        html.text(": " + cell.error()).close();
      }
      if (failures.size() > MOST_FAILURES) {
        html.element("li", "and " + (failures.size() - MOST_FAILURES) + " more");
      }
      html.close();
    }
    if (!results.forbidden().isEmpty()) {
      html.open("details");
      int n = results.forbidden().size();
      html.element("summary", Figures.count(n, "combination") + " forbidden by a rule").open("ul");
      results.forbidden().forEach(line -> html.element("li", line));
      html.close().close();
    }
    html.close();
  }

  private static void repeat(Html html, Findings findings) {
    ExperimentResults results = findings.results();
    html.open("section").element("h2", "How to repeat");
    html.open("pre").element("code", command(findings)).close();
    html.element(
        "p",
        "Seed "
            + results.seed()
            + " fixes every split and every start; the same file, data and version give the same"
            + " numbers. Made with Backprop"
            + (results.cells().isEmpty() ? "" : " " + results.cells().get(0).version())
            + ", Weka "
            + Version.VERSION
            + " and Java "
            + System.getProperty("java.version")
            + ".");
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String head : List.of("data set", "file", "rows", "attributes", "class", "SHA-256")) {
      html.element("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    for (DataSet data : results.dataSets()) {
      String classes = data.classes() == 0 ? "numeric" : Figures.count(data.classes(), "value");
      html.open("tr").element("th", data.name(), "scope", "row").element("td", data.file());
      html.element("td", Integer.toString(data.rows()), "class", "number");
      html.element("td", Integer.toString(data.attributes()), "class", "number");
      html.element("td", data.classAttribute() + " (" + classes + ")");
      html.element("td", data.checksum(), "class", "checksum").close();
    }
    html.close().close().close();
    html.open("details").element("summary", "Schemes and options");
    html.open("div", "class", "scroll").open("table").open("tbody");
    for (Configuration configuration : results.configurations()) {
      html.open("tr").element("th", configuration.name(), "scope", "row").open("td");
      html.element("code", configuration.scheme() + " " + configuration.options()).close().close();
    }
    html.close().close().close().close();
    html.open("details").element("summary", "What the metrics mean").open("ul");
    for (Metric metric : findings.metrics()) {
      String unit = metric.unit().isEmpty() ? "" : " (" + metric.unit() + ")";
      html.open("li").element("strong", metric.name()).text(unit + ": " + metric.description());
      html.text("; " + metric.direction().name().toLowerCase(Locale.ROOT) + " is better");
      html.close();
    }
    html.close().close().close();
  }

  private static String command(Findings findings) {
    StringBuilder text = new StringBuilder("backprop run ");
    text.append(ShellWord.of(findings.results().file())).append(" --fresh");
    findings.extras().options().forEach(option -> text.append(' ').append(option));
    return text.toString();
  }

  private static String sum(String script) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " of the report cannot be read", e);
    }
  }
}
