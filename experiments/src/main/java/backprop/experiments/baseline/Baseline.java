// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.baseline;

import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.CellTable;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import backprop.experiments.statistics.Sample;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results to hold later runs against.
 *
 * @param experiment name of the experiment
 * @param evaluation how it evaluated, with its seed, in words
 * @param provenance where the results come from, in words by name: file, version, machine, date
 * @param data what was found, by the names of the data sets
 */
public record Baseline(
    String experiment, String evaluation, Map<String, String> provenance, Map<String, Data> data) {

  /**
   * A data set.
   *
   * @param file the file as the experiment file names it
   * @param checksum SHA-256 of the file
   * @param learners what was found, by the names of the learners
   */
  public record Data(String file, String checksum, Map<String, Learner> learners) {}

  /**
   * A learner's best configuration on a data set.
   *
   * @param configuration its name
   * @param from how many it was chosen from
   * @param scheme its class with its options
   * @param values its values by the names of the metrics, one a fold, in order of repeat and fold
   */
  public record Learner(
      String configuration, int from, String scheme, Map<String, List<Double>> values) {}

  /** The baseline that results make; learners without a complete configuration are left out. */
  public static Baseline of(
      ExperimentResults results, String evaluation, Map<String, String> provenance) {
    CellTable cells = CellTable.of(results);
    Map<String, Data> data = new LinkedHashMap<>();
    for (DataSet set : results.dataSets()) {
      Map<String, Learner> learners = new LinkedHashMap<>();
      for (Configuration configuration : results.configurations()) {
        learners.computeIfAbsent(
            configuration.learner(), name -> learner(results, cells, set, name));
      }
      learners.values().removeIf(found -> found.values().isEmpty());
      data.put(set.name(), new Data(set.file(), set.checksum(), learners));
    }
    return new Baseline(results.experiment(), evaluation, provenance, data);
  }

  private static Learner learner(
      ExperimentResults results, CellTable cells, DataSet set, String name) {
    List<Configuration> all =
        results.configurations().stream().filter(c -> c.learner().equals(name)).toList();
    Metric leading = Metrics.named(results.metrics().get(0));
    Configuration best = null;
    double value = Double.NaN;
    for (Configuration configuration : all) {
      Sample sample = cells.sample(set.name(), configuration.name(), leading);
      if (sample.incomplete().isEmpty()
          && (best == null || leading.direction().gain(sample.mean(), value) > 0)) {
        best = configuration;
        value = sample.mean();
      }
    }
    Map<String, List<Double>> values = new LinkedHashMap<>();
    if (best == null) {
      return new Learner(name, all.size(), "", values);
    }
    for (String metric : results.metrics()) {
      Metric known = Metrics.named(metric);
      Sample sample = cells.sample(set.name(), best.name(), known);
      if (sample.incomplete().isEmpty() && known.repeatable()) {
        values.put(known.name(), Arrays.stream(sample.values()).boxed().toList());
      }
    }
    return new Learner(
        best.name(), all.size(), (best.scheme() + " " + best.options()).strip(), values);
  }
}
