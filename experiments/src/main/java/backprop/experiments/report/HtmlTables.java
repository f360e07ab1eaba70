// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.statistics.Comparison;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.PairedTest;
import backprop.experiments.statistics.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tables of the page: means by metric, and comparisons with the reference. */
final class HtmlTables {
  private static final int MOST_ROWS = 24;
  private static final int LONG_NAME = 12;

  private HtmlTables() {}

  static void results(Html html, Findings findings) {
    html.open("section").element("h2", "Results");
    findings
        .reference()
        .filter(c -> findings.results().configurations().size() > 1)
        .ifPresent(reference -> legend(html, reference));
    for (Metric metric : findings.metrics()) {
      boolean leading = metric == findings.leading();
      html.open(leading ? "div" : "details");
      String unit = metric.unit().isEmpty() ? "" : ", " + metric.unit();
      String better = metric.direction().name().toLowerCase(Locale.ROOT) + " is better";
      html.open(leading ? "h3" : "summary").text(metric.name() + " ");
      html.element("small", better + unit).close();
      List<Configuration> all = findings.results().configurations();
      if (all.size() <= MOST_ROWS) {
        table(html, findings, metric, all);
      } else {
        List<Configuration> ranked = findings.ranked();
        String by = " best of " + all.size() + ", by mean rank in " + findings.leading().name();
        html.element("p", "The " + MOST_ROWS + by, "class", "note");
        table(html, findings, metric, ranked.subList(0, MOST_ROWS));
        html.open("details").element("summary", "The other " + (all.size() - MOST_ROWS));
        table(html, findings, metric, ranked.subList(MOST_ROWS, all.size()));
        html.close();
      }
      html.close();
    }
    html.close();
  }

  private static void legend(Html html, Configuration reference) {
    html.open("p", "class", "note").text("Mean over the folds, standard deviation beside it. ");
    html.element("span", "▲", "class", "up").text(" and ");
    html.element("span", "▼", "class", "down").text(" significantly better and worse than ");
    html.element("strong", reference.name());
    html.text(" (corrected resampled t-test, two-sided, level 0.05). ");
    html.text("Best mean of each column in bold.").close();
  }

  private static void table(
      Html html, Findings findings, Metric metric, List<Configuration> configurations) {
    html.open("div", "class", "scroll").open("table", "class", "results sortable");
    html.open("thead").open("tr").element("th", "", "scope", "col");
    for (DataSet data : findings.results().dataSets()) {
      html.element("th", data.name(), "scope", "col", "class", "number");
    }
    html.close().close().open("tbody");
    String reference = findings.reference().map(Configuration::name).orElse("");
    Map<DataSet, Double> best = new HashMap<>();
    findings.results().dataSets().forEach(data -> best.put(data, best(findings, metric, data)));
    for (Configuration configuration : configurations) {
      boolean base = configuration.name().equals(reference);
      html.open("tr", "class", base ? "reference" : "");
      html.open("th", "scope", "row");
      name(html, configuration);
      html.close();
      for (DataSet data : findings.results().dataSets()) {
        cell(html, findings, metric, data, configuration, best.get(data));
      }
      html.close();
    }
    html.close().close().close();
  }

  /** The learner, and its varied values smaller below it. */
  static void name(Html html, Configuration configuration) {
    String learner = configuration.learner();
    String full = configuration.name();
    if (full.startsWith(learner + "[") && full.endsWith("]")) {
      html.text(learner).text(" ").open("small");
      String separator = "";
      for (String variable : full.substring(learner.length() + 1, full.length() - 1).split(", ")) {
        breakable(html.text(separator), variable);
        separator = ", ";
      }
      html.close();
    } else {
      html.text(full);
    }
  }

  /** Where a long value may go on in the next line, beside blanks. */
  private static void breakable(Html html, String variable) {
    if (variable.length() <= LONG_NAME) {
      html.text(variable);
      return;
    }
    for (String part : variable.split("(?<=[=(])")) {
      html.text(part).empty("wbr");
    }
  }

  private static void cell(
      Html html,
      Findings findings,
      Metric metric,
      DataSet data,
      Configuration configuration,
      double best) {
    Sample sample = findings.sample(data, configuration, metric);
    Optional<String> gap = sample.incomplete();
    if (sample.n() == 0) {
      html.element("td", "–", "class", "number gap", "title", gap.orElse("no value"));
      return;
    }
    html.open("td", "class", "number", "data-value", Double.toString(sample.mean()));
    String tag = sample.mean() == best ? "strong" : "span";
    html.element(tag, Figures.value(metric, sample.mean()));
    int mark = findings.mark(data, configuration, metric);
    if (mark != 0) {
      html.element("span", mark > 0 ? "▲" : "▼", "class", mark > 0 ? "mark up" : "mark down");
    } else {
      html.element("span", "", "class", "mark");
    }
    if (sample.n() > 1) {
      html.element("small", "± " + Figures.value(metric, sample.deviation()));
    }
    gap.ifPresent(why -> html.element("small", why, "class", "gap"));
    html.close();
  }

  private static double best(Findings findings, Metric metric, DataSet data) {
    double best = Double.NaN;
    for (Configuration configuration : findings.results().configurations()) {
      double mean = findings.sample(data, configuration, metric).mean();
      if (!Double.isNaN(mean) && (Double.isNaN(best) || metric.direction().gain(mean, best) > 0)) {
        best = mean;
      }
    }
    return best;
  }

  static void comparisons(Html html, Findings findings) {
    if (findings.results().configurations().size() < 2) {
      return;
    }
    Metric metric = findings.leading();
    List<Configuration> ranked = findings.ranked();
    html.open("section").open("details");
    html.element("summary", "Differences from " + findings.reference().orElseThrow().name());
    html.element(
        "p",
        "Corrected resampled t-test (Nadeau and Bengio) on "
            + metric.name()
            + "; p is two-sided"
            + " and, as in Weka's Experimenter, not corrected for the number of comparisons.",
        "class",
        "note");
    html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
    for (String head : List.of("data set", "configuration", "difference", "t", "p", "folds")) {
      html.element("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    for (DataSet data : findings.results().dataSets()) {
      for (Configuration configuration : ranked.subList(0, Math.min(MOST_ROWS, ranked.size()))) {
        findings
            .comparison(data, configuration, metric)
            .ifPresent(c -> comparison(html, configuration, c));
      }
    }
    html.close().close().close().close().close();
  }

  private static void comparison(Html html, Configuration configuration, Comparison comparison) {
    html.open("tr").element("td", comparison.dataSet()).open("td");
    name(html, configuration);
    html.close();
    if (comparison.test().isEmpty()) {
      html.element("td", comparison.problem(), "colspan", "4", "class", "gap").close();
      return;
    }
    PairedTest test = comparison.test().get();
    html.element("td", Figures.signed(comparison.metric(), test.difference()), "class", "number");
    String t = Double.isNaN(test.t()) ? "–" : String.format(Locale.ROOT, "%.2f", test.t());
    html.element("td", t, "class", "number");
    html.element("td", Figures.probability(test.p()), "class", "number");
    html.element("td", Integer.toString(test.n()), "class", "number").close();
  }
}
