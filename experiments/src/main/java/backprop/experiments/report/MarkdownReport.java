// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.file.ShellWord;
import backprop.experiments.rule.Verdict;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.run.CellResult;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Sample;
import java.util.List;
import java.util.Locale;

/** The verdicts and the table of the leading metric for pull requests and summaries. */
final class MarkdownReport implements Report {
  private static final int MOST_ROWS = 20;
  private static final int MOST_FAILURES = 5;

  @Override
  public String name() {
    return "markdown";
  }

  @Override
  public String file() {
    return "report.md";
  }

  @Override
  public String text(Findings findings) {
    StringBuilder text = new StringBuilder();
    text.append("## Experiment ").append(escape(findings.results().experiment())).append("\n\n");
    text.append("**").append(escape(Headline.of(findings))).append("** (");
    text.append(escape(findings.size())).append(")\n");
    verdicts(text, findings);
    table(text, findings);
    text.append(Overall.markdown(findings, MarkdownReport::escape));
    failures(text, findings);
    for (String warning : findings.results().warnings()) {
      text.append("\n> ").append(escape(warning)).append('\n');
    }
    text.append("\nRepeat it: `backprop run ")
        .append(Figures.line(ShellWord.of(findings.results().file())).replace("`", "'"))
        .append(" --fresh`\n");
    return text.toString();
  }

  private static void verdicts(StringBuilder text, Findings findings) {
    if (findings.verdicts().isEmpty()) {
      return;
    }
    text.append("\n| | gate | level | why |\n|---|---|---|---|\n");
    for (Verdict verdict : findings.verdicts()) {
      String icon =
          switch (verdict.outcome()) {
            case PASS -> "✅ holds";
            case FAIL -> verdict.level() == Level.ERROR ? "❌ fails" : "⚠️ fails";
            case INCONCLUSIVE -> "❔ undecided";
          };
      text.append("| ").append(icon).append(" | ").append(escape(verdict.rule())).append(" | ");
      text.append(verdict.level().name().toLowerCase(Locale.ROOT)).append(" | ");
      text.append(
          String.join("<br>", verdict.reason().lines().map(MarkdownReport::escape).toList()));
      text.append(" |\n");
    }
  }

  private static void table(StringBuilder text, Findings findings) {
    List<DataSet> data = findings.results().dataSets();
    List<Configuration> all = findings.results().configurations();
    if (data.isEmpty() || all.isEmpty()) {
      return;
    }
    Metric metric = findings.leading();
    String unit = metric.unit().isEmpty() ? "" : " in " + metric.unit();
    text.append("\n**").append(metric.name()).append("**").append(unit).append(", mean ± sd, ");
    text.append(metric.direction().name().toLowerCase(Locale.ROOT)).append(" is better");
    if (all.size() > 1) {
      text.append("; ▲ ▼ significantly better or worse than ");
      text.append(escape(findings.reference().orElseThrow().name()));
      text.append(" (corrected resampled t-test, 0.05)");
    }
    text.append("\n\n| |");
    data.forEach(set -> text.append(' ').append(escape(set.name())).append(" |"));
    text.append("\n|---|").append("--:|".repeat(data.size())).append('\n');
    boolean cut = all.size() > MOST_ROWS;
    for (Configuration row : cut ? findings.ranked().subList(0, MOST_ROWS) : all) {
      text.append("| ").append(escape(row.name())).append(" |");
      for (DataSet set : data) {
        text.append(' ').append(value(findings, set, row, metric)).append(" |");
      }
      text.append('\n');
    }
    if (cut) {
      int more = all.size() - MOST_ROWS;
      text.append("\nThe best by mean rank; ").append(more).append(" more in the other reports.\n");
    }
  }

  private static String value(Findings findings, DataSet set, Configuration row, Metric metric) {
    Sample sample = findings.sample(set, row, metric);
    if (sample.n() == 0) {
      return "–";
    }
    int mark = findings.mark(set, row, metric);
    return Figures.value(metric, sample.mean())
        + (sample.n() > 1 ? " ± " + Figures.value(metric, sample.deviation()) : "")
        + (mark > 0 ? " ▲" : mark < 0 ? " ▼" : "")
        + (sample.incomplete().isPresent() ? " (" + sample.incomplete().get() + ")" : "");
  }

  private static void failures(StringBuilder text, Findings findings) {
    List<CellResult> failures = findings.failures();
    if (failures.isEmpty()) {
      return;
    }
    text.append("\n**").append(Figures.count(failures.size(), "cell")).append(" failed**\n\n");
    for (CellResult cell : failures.subList(0, Math.min(MOST_FAILURES, failures.size()))) {
      String where = cell.configuration() + " on " + cell.dataSet();
      String fold = ", repeat " + cell.repeat() + ", fold " + cell.fold() + ": ";
      text.append("- ").append(escape(where + fold + cell.error())).append('\n');
    }
    if (failures.size() > MOST_FAILURES) {
      text.append("- and ").append(failures.size() - MOST_FAILURES).append(" more\n");
    }
  }

  /** Text that no reader of Markdown takes for markup, a link or a mention. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : Figures.line(text).toCharArray()) {
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '@' -> escaped.append("&#64;");
        case '\\', '`', '*', '_', '{', '}', '[', ']', '#', '|', '~', '!', '$' ->
            escaped.append('\\').append(c);
        default -> escaped.append(c);
      }
    }
    return escaped.toString().replace("://", ":&#47;/").replace("www.", "www&#46;");
  }
}
