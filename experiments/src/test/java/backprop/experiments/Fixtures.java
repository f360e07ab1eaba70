// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.run.CellResult;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Builds small results by hand. */
public final class Fixtures {
  private final List<DataSet> dataSets = new ArrayList<>();
  private final List<Configuration> configurations = new ArrayList<>();
  private final List<CellResult> cells = new ArrayList<>();
  private final int repeats;
  private final int folds;
  private List<String> metrics = List.of("percent-correct", "kappa");

  private Fixtures(int repeats, int folds) {
    this.repeats = repeats;
    this.folds = folds;
  }

  public static Fixtures of(int repeats, int folds) {
    return new Fixtures(repeats, folds);
  }

  public Fixtures metrics(String... names) {
    metrics = List.of(names);
    return this;
  }

  public Fixtures data(String name, int classes) {
    dataSets.add(new DataSet(name, name + ".arff", "c0ffee" + name, 150, 5, "class", classes));
    return this;
  }

  public Fixtures learner(String learner, Object... variables) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < variables.length; i += 2) {
      values.put((String) variables[i], variables[i + 1]);
      parts.add(variables[i] + "=" + variables[i + 1]);
    }
    String name = parts.isEmpty() ? learner : learner + "[" + String.join(", ", parts) + "]";
    configurations.add(
        new Configuration(learner, name, values, "weka.classifiers.rules.ZeroR", "-x " + name));
    return this;
  }

  /** Values of one metric's column for one configuration on one data set, fold by fold. */
  public Fixtures values(String dataSet, String configuration, String column, double... values) {
    for (int i = 0; i < values.length; i++) {
      Map<String, Double> metric = new TreeMap<>();
      int at = find(dataSet, configuration, i);
      if (at >= 0) {
        metric.putAll(cells.get(at).metrics());
      }
      if (!Double.isNaN(values[i])) {
        metric.put(column, values[i]);
      }
      CellResult cell = cell(dataSet, configuration, i, metric, null);
      if (at >= 0) {
        cells.set(at, cell);
      } else {
        cells.add(cell);
      }
    }
    return this;
  }

  public Fixtures fail(String dataSet, String configuration, int index, String error) {
    CellResult cell = cell(dataSet, configuration, index, Map.of(), error);
    int at = find(dataSet, configuration, index);
    if (at >= 0) {
      cells.set(at, cell);
    } else {
      cells.add(cell);
    }
    return this;
  }

  private int find(String dataSet, String configuration, int index) {
    for (int i = 0; i < cells.size(); i++) {
      CellResult cell = cells.get(i);
      if (cell.dataSet().equals(dataSet)
          && cell.configuration().equals(configuration)
          && (cell.repeat() - 1) * folds + cell.fold() - 1 == index) {
        return i;
      }
    }
    return -1;
  }

  private CellResult cell(
      String dataSet, String configuration, int index, Map<String, Double> metrics, String error) {
    return new CellResult(
        dataSet,
        "c0ffee" + dataSet,
        configuration,
        "weka.classifiers.rules.ZeroR",
        "-x " + configuration,
        index / folds + 1,
        index % folds + 1,
        1,
        "0.1.0",
        135,
        15,
        metrics,
        Map.of(),
        error);
  }

  public ExperimentResults build() {
    return new ExperimentResults(
        "test",
        "test.yaml",
        1,
        repeats,
        folds,
        metrics,
        List.copyOf(dataSets),
        List.copyOf(configurations),
        List.of(),
        List.copyOf(cells),
        List.of());
  }

  /** Values around a center, the same for the same seed. */
  public static double[] noise(int n, double center, double spread, int seed) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = center + spread * Math.sin(12.9898 * (i + 1) + 78.233 * seed);
    }
    return values;
  }

  public static double[] map(double[] values, UnaryOperator<Double> change) {
    double[] changed = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      changed[i] = change.apply(values[i]);
    }
    return changed;
  }
}
