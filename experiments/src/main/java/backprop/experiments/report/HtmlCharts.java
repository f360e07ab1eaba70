// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.statistics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The charts of the page: learning curves, and time against quality. */
final class HtmlCharts {
  /** The most lines that the eye tells apart, each with a color and a dash of its own. */
  static final int MOST_LINES = 6;

  private HtmlCharts() {}

  /** Mean loss by epoch of the best configurations that have learning curves. */
  static void curves(Html html, Findings findings) {
    if (!findings.extras().hasCurves()) {
      return;
    }
    html.open("section").element("h2", "Learning curves");
    html.element(
        "p",
        "Mean loss by epoch over the folds of the first repeat that reach it, of the best "
            + MOST_LINES
            + " configurations at most: "
            + (validated(findings)
                ? "strong lines are of the rows kept for validation, faint ones of the training"
                    + " rows."
                : "of the training rows, as none are kept for validation."),
        "class",
        "note");
    html.open("div", "class", "panels charts");
    for (DataSet data : findings.results().dataSets()) {
      List<Configuration> drawn = new ArrayList<>();
      for (Configuration configuration : findings.ranked()) {
        if (drawn.size() < MOST_LINES
            && findings.extras().curve(data.name(), configuration.name()).size() > 1) {
          drawn.add(configuration);
        }
      }
      if (!drawn.isEmpty()) {
        curves(html, findings, data, drawn);
      }
    }
    html.close().close();
  }

  private static boolean validated(Findings findings) {
    return findings.results().dataSets().stream()
        .anyMatch(
            data ->
                findings.ranked().stream()
                    .flatMap(c -> findings.extras().curve(data.name(), c.name()).stream())
                    .anyMatch(point -> Double.isFinite(point.validation())));
  }

  private static void curves(
      Html html, Findings findings, DataSet data, List<Configuration> drawn) {
    double epochs = 1;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Configuration configuration : drawn) {
      for (Extras.Point point : findings.extras().curve(data.name(), configuration.name())) {
        epochs = Math.max(epochs, point.epoch());
        for (double loss : new double[] {point.training(), point.validation()}) {
          if (Double.isFinite(loss)) {
            low = Math.min(low, loss);
            high = Math.max(high, loss);
          }
        }
      }
    }
    html.open("div", "class", "panel").element("h3", data.name());
    if (low <= high) {
      Chart chart =
          new Chart(html, "learning curves on " + data.name(), 1, epochs, low, high, false);
      chart.rows(Chart::tick).columns("epoch", Chart::tick);
      for (int i = 0; i < drawn.size(); i++) {
        List<double[]> training = new ArrayList<>();
        List<double[]> validation = new ArrayList<>();
        for (Extras.Point point : findings.extras().curve(data.name(), drawn.get(i).name())) {
          training.add(new double[] {point.epoch(), point.training()});
          validation.add(new double[] {point.epoch(), point.validation()});
        }
        boolean validated = validation.stream().anyMatch(point -> Double.isFinite(point[1]));
        chart.line("c" + i + (validated ? " faint" : ""), training);
        chart.line("c" + i, validation);
      }
      chart.close();
      key(html, drawn.stream().map(Configuration::name).toList());
    }
    html.close();
  }

  /** Which line is whose. */
  static void key(Html html, List<String> names) {
    html.open("ul", "class", "key");
    for (int i = 0; i < names.size(); i++) {
      html.open("li").open("svg", "class", "swatch", "viewBox", "0 0 28 10");
      html.element("path", "", "class", "line c" + i, "d", "M1 5L27 5").close();
      html.text(names.get(i)).close();
    }
    html.close();
  }

  /** Mean time to train a cell against the mean of the leading metric. */
  static void times(Html html, Findings findings) {
    if (!findings.extras().hasTimes()) {
      return;
    }
    Metric metric = findings.leading();
    html.open("section", "class", "measured").element("h2", "Time against quality");
    html.element(
        "p",
        "Mean time to train one cell, as measured in these runs, against "
            + metric.name()
            + ". It depends on the machine and on what else it did; no gate uses it. The outlined"
            + " dots are those that no other is both faster and better than.",
        "class",
        "note");
    html.open("div", "class", "panels charts");
    for (DataSet data : findings.results().dataSets()) {
      times(html, findings, metric, data);
    }
    html.close().close();
  }

  private record Spot(Configuration configuration, double seconds, double quality) {}

  private static void times(Html html, Findings findings, Metric metric, DataSet data) {
    List<Spot> spots = new ArrayList<>();
    for (Configuration configuration : findings.results().configurations()) {
      double seconds = findings.extras().seconds(data.name(), configuration.name());
      double quality = findings.sample(data, configuration, metric).mean();
      if (!Double.isNaN(seconds) && Double.isFinite(quality)) {
        spots.add(new Spot(configuration, Math.max(seconds, 0.001), quality));
      }
    }
    if (spots.isEmpty()) {
      return;
    }
    double left = spots.stream().mapToDouble(Spot::seconds).min().orElseThrow() / 1.4;
    double right = spots.stream().mapToDouble(Spot::seconds).max().orElseThrow() * 1.4;
    double low = spots.stream().mapToDouble(Spot::quality).min().orElseThrow();
    double high = spots.stream().mapToDouble(Spot::quality).max().orElseThrow();
    html.open("div", "class", "panel").element("h3", data.name());
    String label = "time against " + metric.name() + " on " + data.name();
    Chart chart = new Chart(html, label, left, right, low, high, true);
    chart.rows(Chart::tick).columns("seconds to train a cell", Chart::tick);
    List<String> learners =
        findings.results().configurations().stream()
            .map(Configuration::learner)
            .distinct()
            .toList();
    for (Spot spot : spots) {
      boolean beaten =
          spots.stream()
              .anyMatch(
                  other ->
                      other.seconds() < spot.seconds()
                          && metric.direction().gain(other.quality(), spot.quality()) > 0);
      int color = Math.min(learners.indexOf(spot.configuration().learner()), MOST_LINES);
      chart.dot(
          "c" + color + (beaten ? "" : " front"),
          spot.seconds(),
          spot.quality(),
          String.format(
              Locale.ROOT,
              "%s: %s in %.3g s",
              spot.configuration().name(),
              Figures.value(metric, spot.quality()),
              spot.seconds()));
    }
    chart.close();
    List<String> shown =
        new ArrayList<>(learners.subList(0, Math.min(MOST_LINES, learners.size())));
    if (learners.size() > MOST_LINES) {
      shown.add("others");
    }
    dots(html, shown);
    html.close();
  }

  private static void dots(Html html, List<String> names) {
    html.open("ul", "class", "key");
    for (int i = 0; i < names.size(); i++) {
      html.open("li").open("svg", "class", "swatch", "viewBox", "0 0 12 10");
      html.element("circle", "", "class", "mark-dot c" + i, "cx", "6", "cy", "5", "r", "4").close();
      html.text(names.get(i)).close();
    }
    html.close();
  }
}
