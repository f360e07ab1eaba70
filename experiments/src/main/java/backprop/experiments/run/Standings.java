// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who leads while an experiment runs, by the leading metric, on the data set at hand. */
final class Standings {
  private final Metric metric;
  private final int folds;
  private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  Standings(Plan plan) {
    this.metric = Metrics.named(plan.file().metrics().get(0));
    this.folds = plan.file().evaluation().folds() * plan.file().evaluation().repeats();
  }

  /** Adds a cell; whether it was the last one of its configuration on its data set. */
  boolean add(CellResult cell) {
    String spot = cell.dataSet() + "\0" + cell.configuration();
    if (counts.getOrDefault(spot, 0) == folds) {
      // The next step of a search: the cells come anew, with more epochs.
      counts.remove(spot);
      values.get(cell.dataSet()).remove(cell.configuration());
    }
    Double value = cell.metrics().get(metric.column());
    List<Double> list =
        values
            .computeIfAbsent(cell.dataSet(), k -> new LinkedHashMap<>())
            .computeIfAbsent(cell.configuration(), k -> new ArrayList<>());
    if (value != null) {
      list.add(value);
    }
    return counts.merge(spot, 1, Integer::sum) == folds;
  }

  /** The best mean so far on a data set, with its configuration; nothing for a neutral metric. */
  Optional<String> leader(String dataSet) {
    return best(dataSet)
        .map(name -> String.format(Locale.ROOT, "%s %.4g", name, mean(values(dataSet, name))));
  }

  private Optional<String> best(String dataSet) {
    if (metric.direction() == Metric.Direction.NEUTRAL) {
      return Optional.empty();
    }
    String best = null;
    double bestMean = Double.NaN;
    double sign = metric.direction() == Metric.Direction.LOWER ? -1 : 1;
    for (Map.Entry<String, List<Double>> entry :
        values.getOrDefault(dataSet, Map.of()).entrySet()) {
      double mean = mean(entry.getValue());
      if (!Double.isNaN(mean) && (best == null || sign * mean > sign * bestMean)) {
        best = entry.getKey();
        bestMean = mean;
      }
    }
    return Optional.ofNullable(best);
  }

  private List<Double> values(String dataSet, String configuration) {
    return values.get(dataSet).get(configuration);
  }

  /**
   * Where a configuration stands on a data set, as the end of a sentence: whether it leads, or who
   * does; nothing where it is alone.
   */
  String place(String dataSet, String configuration) {
    String best = best(dataSet).orElse(null);
    if (best == null || values.get(dataSet).size() < 2) {
      return "";
    }
    return best.equals(configuration)
        ? ", leads"
        : String.format(Locale.ROOT, "; %s leads with %.4g", best, mean(values(dataSet, best)));
  }

  /** Mean and standard deviation of a configuration's leading metric, with its failures. */
  String summary(String dataSet, String configuration) {
    List<Double> list = values.get(dataSet).get(configuration);
    int count = counts.get(dataSet + "\0" + configuration);
    String failed = count > list.size() ? ", " + (count - list.size()) + " without a value" : "";
    if (list.isEmpty()) {
      return "no " + metric.name() + failed;
    }
    double mean = mean(list);
    double squares = list.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    double deviation = list.size() > 1 ? Math.sqrt(squares / (list.size() - 1)) : 0;
    return String.format(Locale.ROOT, "%s %.4g ± %.2g%s", metric.name(), mean, deviation, failed);
  }

  private static double mean(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
