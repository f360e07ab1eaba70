// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.run.CellResult;
import backprop.experiments.run.Configuration;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import weka.core.WekaPackageClassLoaderManager;
import weka.experiment.ClassifierSplitEvaluator;
import weka.experiment.RegressionSplitEvaluator;

/**
 * The finished cells as the rows of Weka's Experimenter: its columns, under its names, in its
 * order, then ours. Cells that failed are left out, as the Experimenter has no place for them.
 */
final class Rows {
  /** A column: its name, and whether it holds numbers or words. */
  record Column(String name, boolean numeric) {}

  /** Number of the columns that are keys, which come first. */
  static final int KEYS = 6;

  private static final String TRAIN = "Number_of_training_instances";
  private static final String TEST = "Number_of_testing_instances";

  private final List<Column> columns = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();

  Rows(Findings findings) {
    List<CellResult> cells =
        findings.results().cells().stream().filter(CellResult::succeeded).toList();
    for (String key :
        List.of("Dataset", "Run", "Fold", "Scheme", "Scheme_options", "Scheme_version_ID")) {
      columns.add(new Column("Key_" + key, false));
    }
    List<String> numbers = numbers(findings, cells);
    Set<String> texts = new TreeSet<>();
    cells.forEach(cell -> texts.addAll(cell.texts().keySet()));
    numbers.forEach(name -> columns.add(new Column(name, true)));
    texts.forEach(name -> columns.add(new Column(name, false)));
    columns.add(new Column("Learner", false));
    columns.add(new Column("Configuration", false));

    Map<String, String> learners = new HashMap<>();
    for (Configuration configuration : findings.results().configurations()) {
      learners.put(configuration.name(), configuration.learner());
    }
    Map<String, String> versions = new HashMap<>();
    for (CellResult cell : cells) {
      List<Object> row = new ArrayList<>();
      row.add(cell.dataSet());
      row.add(Integer.toString(cell.repeat()));
      row.add(Integer.toString(cell.fold()));
      row.add(cell.scheme());
      row.add(cell.options());
      row.add(versions.computeIfAbsent(cell.scheme(), Rows::version));
      numbers.forEach(name -> row.add(number(cell, name)));
      texts.forEach(name -> row.add(cell.texts().get(name)));
      row.add(learners.getOrDefault(cell.configuration(), cell.configuration()));
      row.add(cell.configuration());
      rows.add(row);
    }
  }

  List<Column> columns() {
    return columns;
  }

  /** The values, one list a cell: String, Double, or null where missing. */
  List<List<Object>> rows() {
    return rows;
  }

  private static List<String> numbers(Findings findings, List<CellResult> cells) {
    Set<String> present = new TreeSet<>(List.of(TRAIN, TEST));
    cells.forEach(cell -> present.addAll(cell.metrics().keySet()));
    present.removeIf(column -> !findings.shows(column));
    Set<String> order = new LinkedHashSet<>();
    boolean nominal = findings.results().dataSets().stream().anyMatch(data -> data.classes() > 0);
    if (nominal) {
      order.addAll(Arrays.asList(new ClassifierSplitEvaluator().getResultNames()));
    }
    order.addAll(Arrays.asList(new RegressionSplitEvaluator().getResultNames()));
    order.retainAll(present);
    order.addAll(present);
    return List.copyOf(order);
  }

  private static Double number(CellResult cell, String name) {
    Double value = cell.metrics().get(name);
    if (value == null && name.equals(TRAIN)) {
      return (double) cell.trainRows();
    }
    if (value == null && name.equals(TEST)) {
      return (double) cell.testRows();
    }
    return value == null || !Double.isFinite(value) ? null : value;
  }

  /** The serial version of a scheme's class, which is what the Experimenter writes here. */
  private static String version(String scheme) {
    try {
      ObjectStreamClass described =
          ObjectStreamClass.lookup(WekaPackageClassLoaderManager.forName(scheme));
      return described == null ? "0" : Long.toString(described.getSerialVersionUID());
    } catch (Exception | LinkageError e) {
      // The column is a key and must not be missing; a scheme that is gone has no version.
      return "0";
    }
  }
}
