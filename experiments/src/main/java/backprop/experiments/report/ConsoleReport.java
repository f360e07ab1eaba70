// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.rule.Verdict;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.rule.Verdict.Outcome;
import backprop.experiments.run.CellResult;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of the leading metric, the verdicts and the paths of the reports, in 100 columns. */
final class ConsoleReport {
  private static final int WIDTH = 100;
  private static final int VALUE = 17;
  private static final int LONGEST_NAME = 46;
  private static final int MOST_ROWS = 24;
  private static final int MOST_FAILURES = 3;
  private static final int MOST_EVIDENCE = 5;
  private static final String BESIDE = " ".repeat(11);

  private ConsoleReport() {}

  static String text(Findings findings, List<Path> files) {
    StringBuilder text = new StringBuilder();
    ExperimentResults results = findings.results();
    text.append('\n');
    text.append(wrap("Experiment " + results.experiment() + ": " + findings.size(), ""));
    if (!results.configurations().isEmpty() && !results.dataSets().isEmpty()) {
      text.append('\n');
      table(text, findings);
      text.append(Overall.console(findings));
    }
    failures(text, findings);
    for (String warning : results.warnings()) {
      text.append(wrap("Warning: " + warning, "  "));
    }
    verdicts(text, findings);
    if (!files.isEmpty()) {
      text.append('\n');
      files.forEach(file -> text.append("Report: ").append(file).append('\n'));
    }
    return Figures.clean(text.toString()).replace("\n", System.lineSeparator());
  }

  private static void table(StringBuilder text, Findings findings) {
    Metric metric = findings.leading();
    List<Configuration> rows = rows(findings);
    int name =
        Math.min(LONGEST_NAME, rows.stream().mapToInt(c -> c.name().length()).max().orElse(0)) + 1;
    int columns = Math.max(1, (WIDTH - name) / VALUE);
    List<DataSet> data = findings.results().dataSets();
    text.append(wrap(caption(findings, metric), ""));
    boolean gaps = false;
    for (int from = 0; from < data.size(); from += columns) {
      List<DataSet> part = data.subList(from, Math.min(data.size(), from + columns));
      text.append('\n').append(pad("", name));
      part.forEach(
          d -> text.append(left(cut(Figures.line(d.name()), VALUE - 3), VALUE - 2)).append("  "));
      text.append('\n');
      for (Configuration configuration : rows) {
        List<String> lines = fold(Figures.line(configuration.name()), name - 1);
        text.append(pad(lines.get(0), name));
        for (DataSet d : part) {
          Sample sample = findings.sample(d, configuration, metric);
          gaps |= sample.incomplete().isPresent();
          text.append(left(value(metric, sample), VALUE - 2));
          text.append(mark(findings, d, sample, metric, configuration));
        }
        text.append('\n');
        lines.stream().skip(1).forEach(line -> text.append("  ").append(line).append('\n'));
      }
    }
    int more = findings.results().configurations().size() - rows.size();
    if (more > 0) {
      text.append(
          wrap(
              "These are the best by mean rank; the other "
                  + Figures.count(more, "configuration")
                  + " are in the other reports.",
              ""));
    }
    if (gaps) {
      text.append("! mean of fewer cells than planned; - no value\n");
    }
  }

  private static String caption(Findings findings, Metric metric) {
    String unit = metric.unit().isEmpty() ? "" : " in " + metric.unit();
    String marks =
        findings.results().configurations().size() < 2
            ? ""
            : "; + and - significantly better and worse than "
                + findings.reference().map(Configuration::name).orElse("")
                + ", corrected resampled t-test at 0.05";
    return metric.name()
        + unit
        + ", mean (standard deviation), "
        + metric.direction().name().toLowerCase(Locale.ROOT)
        + " is better"
        + marks;
  }

  /** All rows in file order, or the reference and the best ones where there are too many. */
  private static List<Configuration> rows(Findings findings) {
    List<Configuration> all = findings.results().configurations();
    if (all.size() <= MOST_ROWS) {
      return all;
    }
    List<Configuration> rows = new ArrayList<>(findings.ranked().subList(0, MOST_ROWS));
    findings
        .reference()
        .ifPresent(
            reference -> {
              if (!rows.contains(reference)) {
                rows.set(MOST_ROWS - 1, reference);
              }
            });
    return rows;
  }

  private static String value(Metric metric, Sample sample) {
    if (sample.n() == 0) {
      return "-";
    }
    String deviation = sample.n() < 2 ? "" : " (" + Figures.value(metric, sample.deviation()) + ")";
    return Figures.value(metric, sample.mean()) + deviation;
  }

  private static String mark(
      Findings findings, DataSet data, Sample sample, Metric metric, Configuration configuration) {
    int mark = findings.mark(data, configuration, metric);
    String sign = mark > 0 ? "+" : mark < 0 ? "-" : " ";
    return sign + (sample.n() > 0 && sample.incomplete().isPresent() ? "!" : " ");
  }

  private static void failures(StringBuilder text, Findings findings) {
    List<CellResult> failures = findings.failures();
    if (failures.isEmpty()) {
      return;
    }
    text.append('\n').append(Figures.count(failures.size(), "cell")).append(" failed:\n");
    for (CellResult cell : failures.subList(0, Math.min(MOST_FAILURES, failures.size()))) {
      String line =
          cell.configuration()
              + " on "
              + cell.dataSet()
              + ", repeat "
              + cell.repeat()
              + ", fold "
              + cell.fold()
              + ": "
              + cell.error();
      text.append(wrap("  " + line, "    "));
    }
    if (failures.size() > MOST_FAILURES) {
      text.append("  and ").append(failures.size() - MOST_FAILURES).append(" more\n");
    }
  }

  private static void verdicts(StringBuilder text, Findings findings) {
    if (findings.verdicts().isEmpty()) {
      return;
    }
    text.append('\n');
    for (Verdict verdict : findings.verdicts()) {
      String level =
          verdict.level() == Level.ERROR
              ? ""
              : " (" + verdict.level().name().toLowerCase(Locale.ROOT) + ")";
      String word =
          switch (verdict.outcome()) {
            case PASS -> "PASS       ";
            case FAIL -> "FAIL       ";
            case INCONCLUSIVE -> "UNDECIDED  ";
          };
      List<String> lines = verdict.reason().lines().toList();
      boolean passed = verdict.outcome() == Outcome.PASS;
      for (int i = 0; i < lines.size(); i++) {
        String start = i == 0 ? word + verdict.rule() + level + ": " : BESIDE;
        if (passed && i > MOST_EVIDENCE) {
          text.append(BESIDE).append("and ").append(lines.size() - i).append(" more\n");
          break;
        }
        // Where a gate passed, a line a data set is enough here.
        String line = start + lines.get(i);
        text.append(
            wrap(passed && i > 0 ? cut(line, WIDTH) : line, i == 0 ? BESIDE : BESIDE + "  "));
      }
    }
    text.append(findings.count(Outcome.PASS)).append(" of ");
    text.append(Figures.count(findings.verdicts().size(), "gate")).append(" passed\n");
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String left(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 2) + "..";
  }

  /** A name in pieces that fit, so that no two names look the same. */
  private static List<String> fold(String name, int width) {
    List<String> lines = new ArrayList<>();
    String rest = name;
    while (rest.length() > width - (lines.isEmpty() ? 0 : 2)) {
      int room = width - (lines.isEmpty() ? 0 : 2);
      int space = rest.lastIndexOf(", ", room - 2);
      int end = space > 0 ? space + 2 : room;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end);
    }
    lines.add(rest);
    return lines;
  }

  private static String wrap(String text, String indent) {
    StringBuilder wrapped = new StringBuilder();
    String start = "";
    String rest = text.replaceAll("\\s*\n\\s*", " ");
    while (start.length() + rest.length() > WIDTH) {
      int end = rest.lastIndexOf(' ', WIDTH - start.length());
      if (end <= start.length() + (rest.length() - rest.stripLeading().length())) {
        end = Math.min(rest.length(), WIDTH - start.length());
      }
      wrapped.append(start).append(rest.substring(0, end).stripTrailing()).append('\n');
      rest = rest.substring(end).stripLeading();
      start = indent;
    }
    return wrapped.append(start).append(rest).append('\n').toString();
  }
}
