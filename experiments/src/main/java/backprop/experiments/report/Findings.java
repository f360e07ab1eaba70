// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.rule.Verdict;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.rule.Verdict.Outcome;
import backprop.experiments.run.CellResult;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.CellTable;
import backprop.experiments.statistics.Comparison;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import backprop.experiments.statistics.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all reports tell: the results, the verdicts, and what was derived from them once. */
final class Findings {
  /** The level of the marks in tables, two-sided: the Experimenter's default. */
  static final double LEVEL = 0.05;

  private final ExperimentResults results;
  private final List<Verdict> verdicts;
  private final Extras extras;
  private final CellTable cells;
  private final List<Metric> metrics;
  private final Map<Metric, Map<String, Double>> ranks = new HashMap<>();
  private final List<Configuration> ranked;
  private final Configuration reference;

  Findings(ExperimentResults results, List<Verdict> verdicts) {
    this(results, verdicts, Extras.NONE);
  }

  /**
   * @param extras what lies beside the records: learning curves and times
   */
  Findings(ExperimentResults results, List<Verdict> verdicts, Extras extras) {
    this.extras = extras;
    this.results = results;
    this.verdicts = List.copyOf(verdicts);
    this.cells = CellTable.of(results);
    this.metrics = results.metrics().stream().map(Metrics::named).toList();
    this.ranked = rank();
    this.reference = chooseReference();
  }

  Extras extras() {
    return extras;
  }

  ExperimentResults results() {
    return results;
  }

  List<Verdict> verdicts() {
    return verdicts;
  }

  List<Metric> metrics() {
    return metrics;
  }

  Metric leading() {
    return metrics.get(0);
  }

  /** All configurations, the best first by mean rank over the data sets. */
  List<Configuration> ranked() {
    return ranked;
  }

  /**
   * The configuration that the others are compared with: the first learner if it is one
   * configuration, otherwise the best of all by mean rank; empty without configurations.
   */
  Optional<Configuration> reference() {
    return Optional.ofNullable(reference);
  }

  Sample sample(DataSet data, Configuration configuration, Metric metric) {
    return cells.sample(data.name(), configuration.name(), metric);
  }

  /** By how much a configuration is better than the reference, fold by fold. */
  Sample gains(DataSet data, Configuration configuration, Metric metric) {
    return cells.gains(data.name(), configuration.name(), reference.name(), metric);
  }

  /** A configuration compared with the reference. */
  Optional<Comparison> comparison(DataSet data, Configuration configuration, Metric metric) {
    return reference == null || configuration.name().equals(reference.name())
        ? Optional.empty()
        : Optional.of(cells.compare(data.name(), configuration.name(), reference.name(), metric));
  }

  /** 1 or -1 where a configuration is significantly better or worse than the reference. */
  int mark(DataSet data, Configuration configuration, Metric metric) {
    return comparison(data, configuration, metric).map(c -> c.better(LEVEL)).orElse(0);
  }

  /** The cells that failed, in plan order. */
  List<CellResult> failures() {
    return results.cells().stream().filter(cell -> !cell.succeeded()).toList();
  }

  long count(Outcome outcome) {
    return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
  }

  /** Gates whose outcome changes the exit code. */
  long blocking(Outcome outcome) {
    return verdicts.stream()
        .filter(verdict -> verdict.level() == Level.ERROR && verdict.outcome() == outcome)
        .count();
  }

  /** Whether a result column belongs into the reports: times only if the experiment names them. */
  boolean shows(String column) {
    return !Metric.timed(column)
        || metrics.stream().anyMatch(metric -> metric.column().equals(column));
  }

  /** "3 data sets, 6 configurations, 3 times 10 folds, 540 cells, 2 of them failed". */
  String size() {
    int failed = failures().size();
    String splits =
        results.folds() > 1
            ? (results.repeats() > 1 ? results.repeats() + " times " : "")
                + results.folds()
                + "-fold cross-validation"
            : Figures.count(results.repeats(), "split");
    return Figures.count(results.dataSets().size(), "data set")
        + ", "
        + Figures.count(results.configurations().size(), "configuration")
        + ", "
        + splits
        + ", "
        + Figures.count(results.cells().size(), "cell")
        + (failed == 0 ? "" : ", " + failed + " failed");
  }

  /** The mean of a configuration's ranks over the data sets; 1 is best. */
  double meanRank(Configuration configuration, Metric metric) {
    double sum = ranks.computeIfAbsent(metric, this::ranks).get(configuration.name());
    return sum / results.dataSets().size();
  }

  /** The sum of each configuration's ranks over the data sets. */
  private Map<String, Double> ranks(Metric metric) {
    Map<String, Double> sums = new HashMap<>();
    for (DataSet data : results.dataSets()) {
      Map<String, Double> means = new HashMap<>();
      for (Configuration configuration : results.configurations()) {
        double mean = sample(data, configuration, metric).mean();
        if (!Double.isNaN(mean)) {
          means.put(configuration.name(), mean);
        }
      }
      for (Configuration configuration : results.configurations()) {
        double rank = rank(configuration.name(), means, metric);
        sums.merge(configuration.name(), rank, Double::sum);
      }
    }
    return sums;
  }

  private List<Configuration> rank() {
    Map<String, Double> sums = ranks.computeIfAbsent(leading(), this::ranks);
    List<Configuration> sorted = new ArrayList<>(results.configurations());
    sorted.sort(Comparator.comparingDouble(c -> sums.getOrDefault(c.name(), 0.0)));
    return List.copyOf(sorted);
  }

  /** Rank from 1, the mean of ranks for equals; without a value, the last. */
  private double rank(String name, Map<String, Double> means, Metric metric) {
    Double own = means.get(name);
    if (own == null) {
      return results.configurations().size();
    }
    double rank = 0.5;
    for (double other : means.values()) {
      double gain = metric.direction().gain(other, own);
      rank += gain > 0 ? 1 : gain == 0 ? 0.5 : 0;
    }
    return rank;
  }

  private Configuration chooseReference() {
    if (results.configurations().isEmpty()) {
      return null;
    }
    Configuration first = results.configurations().get(0);
    long ofFirst =
        results.configurations().stream().filter(c -> c.learner().equals(first.learner())).count();
    return ofFirst == 1 ? first : ranked.get(0);
  }
}
