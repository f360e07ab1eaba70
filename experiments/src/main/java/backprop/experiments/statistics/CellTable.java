// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import backprop.experiments.run.CellResult;
import backprop.experiments.run.ExperimentResults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cells of an experiment by data set and configuration, and what follows from them. */
public final class CellTable {
  private record Place(String dataSet, String configuration) {}

  private final Map<Place, List<CellResult>> cells = new HashMap<>();
  private final int expected;

  private CellTable(int expected) {
    this.expected = expected;
  }

  /** Indexes the cells of an experiment. */
  public static CellTable of(ExperimentResults results) {
    CellTable table = new CellTable(results.repeats() * results.folds());
    for (CellResult cell : results.cells()) {
      table
          .cells
          .computeIfAbsent(
              new Place(cell.dataSet(), cell.configuration()), place -> new ArrayList<>())
          .add(cell);
    }
    for (List<CellResult> list : table.cells.values()) {
      list.sort(Comparator.comparingInt(CellResult::repeat).thenComparingInt(CellResult::fold));
    }
    return table;
  }

  /** The cells of a configuration on a data set, in order of repeat and fold. */
  public List<CellResult> cells(String dataSet, String configuration) {
    return List.copyOf(cells.getOrDefault(new Place(dataSet, configuration), List.of()));
  }

  /** The values of a metric; a value that is not finite counts as missing. */
  public Sample sample(String dataSet, String configuration, Metric metric) {
    List<CellResult> list = cells(dataSet, configuration);
    double[] values = new double[list.size()];
    int n = 0;
    int failed = 0;
    for (CellResult cell : list) {
      Double value = value(cell, metric);
      if (!cell.succeeded()) {
        failed++;
      } else if (value != null) {
        values[n++] = value;
      }
    }
    double[] found = Arrays.copyOf(values, n);
    return new Sample(found, expected, failed, list.size() - failed - n);
  }

  /**
   * Compares two configurations by the corrected resampled t-test, over the folds where both have
   * the metric. As in Weka, the ratio is all test rows of the first divided by all its training
   * rows.
   */
  public Comparison compare(String dataSet, String first, String second, Metric metric) {
    Map<List<Integer>, CellResult> others = new HashMap<>();
    for (CellResult cell : cells(dataSet, second)) {
      others.put(List.of(cell.repeat(), cell.fold()), cell);
    }
    List<double[]> pairs = new ArrayList<>();
    double train = 0;
    double test = 0;
    for (CellResult cell : cells(dataSet, first)) {
      if (!cell.succeeded()) {
        continue;
      }
      train += cell.trainRows();
      test += cell.testRows();
      CellResult other = others.get(List.of(cell.repeat(), cell.fold()));
      if (other != null && value(cell, metric) != null && value(other, metric) != null) {
        pairs.add(new double[] {value(cell, metric), value(other, metric)});
      }
    }
    String problem = "";
    if (pairs.size() < 2) {
      problem = "a paired test needs at least 2 folds, " + pairs.size() + " found";
    } else if (train <= 0 || test <= 0) {
      problem = "the numbers of training and test rows are unknown";
    }
    if (!problem.isEmpty()) {
      return new Comparison(dataSet, first, second, metric, Optional.empty(), problem);
    }
    double[] a = pairs.stream().mapToDouble(pair -> pair[0]).toArray();
    double[] b = pairs.stream().mapToDouble(pair -> pair[1]).toArray();
    PairedTest found = PairedTest.corrected(a, b, test / train);
    return new Comparison(dataSet, first, second, metric, Optional.of(found), "");
  }

  /** By how much the first configuration is better than the second, fold by fold of both. */
  public Sample gains(String dataSet, String first, String second, Metric metric) {
    List<Double> gains = new ArrayList<>();
    for (CellResult cell : cells(dataSet, first)) {
      for (CellResult other : cells(dataSet, second)) {
        Double a = value(cell, metric);
        Double b = value(other, metric);
        boolean paired = cell.repeat() == other.repeat() && cell.fold() == other.fold();
        if (paired && a != null && b != null) {
          gains.add(metric.direction().gain(a, b));
        }
      }
    }
    return Sample.of(gains);
  }

  /** All test rows of a configuration on a data set divided by all its training rows. */
  public double ratio(String dataSet, String configuration) {
    double train = 0;
    double test = 0;
    for (CellResult cell : cells(dataSet, configuration)) {
      if (cell.succeeded()) {
        train += cell.trainRows();
        test += cell.testRows();
      }
    }
    return test / train;
  }

  private static Double value(CellResult cell, Metric metric) {
    Double value = cell.succeeded() ? cell.metrics().get(metric.column()) : null;
    return value == null || !Double.isFinite(value) ? null : value;
  }
}
