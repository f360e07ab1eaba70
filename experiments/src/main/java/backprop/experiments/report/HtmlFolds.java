// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every fold as a dot over a box plot (quartiles, median; whiskers to the extremes), one panel a
 * data set. Positions are per cent of the width, so a plot fits any screen without shrinking its
 * dots.
 */
final class HtmlFolds {
  private static final int MOST_ROWS = 12;
  private static final int HEIGHT = 26;

  /** From values to per cent of the width. */
  private record Scale(double low, double high) {
    String at(double value) {
      double share = high > low ? (value - low) / (high - low) : 0.5;
      return String.format(Locale.ROOT, "%.2f%%", 2 + 96 * share);
    }

    String width(double from, double to) {
      double share = high > low ? (to - from) / (high - low) : 0;
      return String.format(Locale.ROOT, "%.2f%%", Math.max(0, 96 * share));
    }
  }

  private HtmlFolds() {}

  static void plots(Html html, Findings findings) {
    Metric metric = findings.leading();
    if (findings.results().repeats() * findings.results().folds() < 2) {
      return;
    }
    html.open("section").element("h2", "Fold by fold");
    String unit = metric.unit().isEmpty() ? "" : " in " + metric.unit();
    html.element(
        "p",
        "Each dot is one fold's "
            + metric.name()
            + unit
            + "; the box spans the middle half, the line in it is the median; the dashed line is"
            + " the mean of "
            + findings.reference().orElseThrow().name()
            + ".",
        "class",
        "note");
    html.open("div", "class", "panels");
    for (DataSet data : findings.results().dataSets()) {
      panel(html, findings, metric, data);
    }
    html.close().close();
  }

  /** The same of the differences from the reference, fold by fold. */
  static void paired(Html html, Findings findings) {
    Metric metric = findings.leading();
    if (findings.results().repeats() * findings.results().folds() < 2
        || findings.results().configurations().size() < 2) {
      return;
    }
    html.open("section").element("h2", "Gain over " + findings.reference().orElseThrow().name());
    String unit = metric.unit().isEmpty() ? "" : " in " + metric.unit();
    html.element(
        "p",
        "Each dot is the gain in "
            + metric.name()
            + unit
            + " on one fold, both trained and tested on the same rows; right of the dashed line is"
            + " better.",
        "class",
        "note");
    html.open("div", "class", "panels");
    for (DataSet data : findings.results().dataSets()) {
      gains(html, findings, metric, data);
    }
    html.close().close();
  }

  private static void gains(Html html, Findings findings, Metric metric, DataSet data) {
    String reference = findings.reference().orElseThrow().name();
    Map<Configuration, Sample> gains = new LinkedHashMap<>();
    double low = 0;
    double high = 0;
    for (Configuration configuration : rows(findings)) {
      if (!configuration.name().equals(reference)) {
        Sample sample = findings.gains(data, configuration, metric);
        gains.put(configuration, sample);
        if (sample.n() > 0) {
          low = Math.min(low, sample.min());
          high = Math.max(high, sample.max());
        }
      }
    }
    Scale scale = new Scale(low, high);
    html.open("div", "class", "panel").element("h3", data.name());
    gains.forEach(
        (configuration, sample) -> {
          html.open("div", "class", "strip").open("div", "class", "label");
          HtmlTables.name(html, configuration);
          html.close();
          plot(html, metric, configuration, sample, scale, 0);
          html.close();
        });
    axis(html, metric, scale);
    html.close();
  }

  private static void axis(Html html, Metric metric, Scale scale) {
    html.open("div", "class", "strip axis").element("div", "");
    html.open("svg", "class", "ticks", "width", "100%", "height", "18", "aria-hidden", "true");
    if (scale.high() > scale.low()) {
      for (double tick : Chart.ticks(scale.low(), scale.high())) {
        html.element("text", Chart.tick(tick), "x", scale.at(tick), "y", "13");
      }
    } else {
      html.element("text", Figures.value(metric, scale.low()), "x", "50%", "y", "13");
    }
    html.close().close();
  }

  private static void panel(Html html, Findings findings, Metric metric, DataSet data) {
    List<Configuration> rows = rows(findings);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Configuration configuration : rows) {
      Sample sample = findings.sample(data, configuration, metric);
      if (sample.n() > 0) {
        low = Math.min(low, sample.min());
        high = Math.max(high, sample.max());
      }
    }
    html.open("div", "class", "panel").element("h3", data.name());
    if (low > high) {
      html.element("p", "no value of " + metric.name(), "class", "note").close();
      return;
    }
    Scale scale = new Scale(low, high);
    double base =
        findings.reference().map(c -> findings.sample(data, c, metric).mean()).orElse(Double.NaN);
    for (Configuration configuration : rows) {
      Sample sample = findings.sample(data, configuration, metric);
      html.open("div", "class", "strip").open("div", "class", "label");
      HtmlTables.name(html, configuration);
      html.close();
      plot(html, metric, configuration, sample, scale, base);
      html.close();
    }
    axis(html, metric, scale);
    html.close();
  }

  private static void plot(
      Html html,
      Metric metric,
      Configuration configuration,
      Sample sample,
      Scale scale,
      double base) {
    String middle = Integer.toString(HEIGHT / 2);
    String what =
        sample.n() == 0
            ? configuration.name() + ": no value"
            : configuration.name()
                + ": median "
                + Figures.value(metric, sample.quantile(0.5))
                + ", from "
                + Figures.value(metric, sample.min())
                + " to "
                + Figures.value(metric, sample.max());
    html.open(
        "svg",
        "width",
        "100%",
        "height",
        Integer.toString(HEIGHT),
        "role",
        "img",
        "aria-label",
        what);
    html.element("title", what);
    if (!Double.isNaN(base)) {
      String at = scale.at(base);
      html.element(
          "line",
          "",
          "class",
          "base",
          "x1",
          at,
          "x2",
          at,
          "y1",
          "0",
          "y2",
          Integer.toString(HEIGHT));
    }
    if (sample.n() > 0) {
      String q1 = scale.at(sample.quantile(0.25));
      String width = scale.width(sample.quantile(0.25), sample.quantile(0.75));
      String median = scale.at(sample.quantile(0.5));
      String from = scale.at(sample.min());
      html.element(
          "line",
          "",
          "class",
          "whisker",
          "x1",
          from,
          "x2",
          scale.at(sample.max()),
          "y1",
          middle,
          "y2",
          middle);
      html.element(
          "rect", "", "class", "box", "x", q1, "width", width, "y", "5", "height", "16", "rx", "2");
      double[] values = sample.values();
      for (int i = 0; i < values.length; i++) {
        // Spread over the height by the golden ratio: even, without a pattern, the same each time.
        double share = (i * 0.6180339887498949) % 1;
        String y = String.format(Locale.ROOT, "%.1f", 5 + 16 * share);
        html.element("circle", "", "class", "dot", "cx", scale.at(values[i]), "cy", y, "r", "2.2");
      }
      html.element(
          "line", "", "class", "median", "x1", median, "x2", median, "y1", "3", "y2", "23");
    }
    html.close();
  }

  private static List<Configuration> rows(Findings findings) {
    List<Configuration> all = findings.results().configurations();
    if (all.size() <= MOST_ROWS) {
      return all;
    }
    List<Configuration> rows = new ArrayList<>(findings.ranked().subList(0, MOST_ROWS));
    Configuration reference = findings.reference().orElseThrow();
    if (!rows.contains(reference)) {
      rows.set(MOST_ROWS - 1, reference);
    }
    return rows;
  }
}
