// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.statistics.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What each varied value does: the mean of the leading metric over all configurations of the
 * learner that have the value, one line a data set, as the difference from the learner's mean
 * there.
 */
final class HtmlEffects {
  private static final int MOST_VALUES = 40;

  private HtmlEffects() {}

  static void plots(Html html, Findings findings) {
    List<Configuration> all = findings.results().configurations();
    Set<String> learners = new LinkedHashSet<>();
    all.forEach(c -> learners.add(c.learner()));
    boolean open = false;
    for (String learner : learners) {
      List<Configuration> own = all.stream().filter(c -> c.learner().equals(learner)).toList();
      Set<String> variables = new LinkedHashSet<>();
      own.forEach(c -> variables.addAll(c.variables().keySet()));
      for (String variable : variables) {
        List<Object> values = values(own, variable);
        if (values.size() < 2 || values.size() > MOST_VALUES) {
          continue;
        }
        if (!open) {
          open(html, findings);
          open = true;
        }
        plot(html, findings, learner, variable, own, values);
      }
    }
    if (open) {
      html.close();
      List<DataSet> data = findings.results().dataSets();
      int shown = Math.min(HtmlCharts.MOST_LINES, data.size());
      HtmlCharts.key(html, data.subList(0, shown).stream().map(DataSet::name).toList());
      html.close();
    }
  }

  private static void open(Html html, Findings findings) {
    html.open("section").element("h2", "What the parameters do");
    html.element(
        "p",
        "Mean "
            + findings.leading().name()
            + " over all configurations with the value, less the learner's mean on the data set;"
            + " up is better. An average over the other parameters: it hides what only works"
            + " together.",
        "class",
        "note");
    html.open("div", "class", "panels charts");
  }

  private static List<Object> values(List<Configuration> own, String variable) {
    List<Object> values =
        new ArrayList<>(
            own.stream()
                .map(c -> c.variables().get(variable))
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    if (values.stream().allMatch(Number.class::isInstance)) {
      values.sort(Comparator.comparingDouble(value -> ((Number) value).doubleValue()));
    }
    return values;
  }

  private static void plot(
      Html html,
      Findings findings,
      String learner,
      String variable,
      List<Configuration> own,
      List<Object> values) {
    Metric metric = findings.leading();
    List<DataSet> data = findings.results().dataSets();
    int lines = Math.min(HtmlCharts.MOST_LINES, data.size());
    double[][] effects = new double[lines][values.size()];
    double most = 0;
    for (int d = 0; d < lines; d++) {
      double center = mean(findings, data.get(d), metric, own);
      for (int v = 0; v < values.size(); v++) {
        Object value = values.get(v);
        List<Configuration> with =
            own.stream().filter(c -> value.equals(c.variables().get(variable))).toList();
        double mean = mean(findings, data.get(d), metric, with);
        effects[d][v] = metric.direction().gain(mean, center);
        most = Double.isFinite(effects[d][v]) ? Math.max(most, Math.abs(effects[d][v])) : most;
      }
    }
    html.open("div", "class", "panel").element("h3", learner + ": " + variable);
    String label = "effect of " + variable + " of " + learner;
    Chart chart =
        new Chart(html, label, -0.3, values.size() - 0.7, -most, most, false).rows(Chart::tick);
    int every = (values.size() + 7) / 8;
    int room = Math.max(4, 46 / Math.max(1, (values.size() + every - 1) / every));
    // Longer values have numbers there, and stand below.
    boolean numbered = values.stream().anyMatch(value -> text(value).length() > room);
    for (int v = 0; v < values.size(); v += every) {
      String shown = numbered ? "" + (v + 1) : text(values.get(v));
      chart.text(chart.x(v), Chart.HEIGHT - 19, "middle", shown);
    }
    for (int d = 0; d < lines; d++) {
      List<double[]> points = new ArrayList<>();
      for (int v = 0; v < values.size(); v++) {
        points.add(new double[] {v, effects[d][v]});
      }
      chart.line("c" + d, points);
      for (int v = 0; v < values.size(); v++) {
        if (Double.isFinite(effects[d][v])) {
          String words =
              data.get(d).name()
                  + ", "
                  + variable
                  + " = "
                  + text(values.get(v))
                  + ": "
                  + Figures.signed(metric, effects[d][v]);
          chart.dot("c" + d, v, effects[d][v], words);
        }
      }
    }
    chart.close();
    if (numbered) {
      html.open("ol", "class", "values");
      values.forEach(value -> html.element("li", text(value)));
      html.close();
    }
    html.close();
  }

  private static String text(Object value) {
    return value instanceof Double number ? Chart.tick(number) : value.toString();
  }

  private static double mean(
      Findings findings, DataSet data, Metric metric, List<Configuration> configurations) {
    return configurations.stream()
        .mapToDouble(c -> findings.sample(data, c, metric).mean())
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }
}
