// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.doctor;

import backprop.engine.doctor.Advice;
import backprop.engine.doctor.Finding;
import backprop.engine.doctor.Knob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weka.core.Attribute;
import weka.core.Instances;

/**
 * Attributes that say which row it is: a nominal one with a value for nearly every row, or a
 * numeric one that counts the rows, in any order. From them rows can be learned by heart, and where
 * the rows are sorted by class, the class; for new rows they say nothing.
 */
final class LeakingIdentifiers implements DataSymptom {
  /** Fewer rows may have different values by chance. */
  private static final int ROWS = 20;

  /** Different values for each row. */
  private static final double DISTINCT = 0.9;

  /** How much of the range from least to largest a counter fills. */
  private static final double FILLED = 0.9;

  @Override
  public String name() {
    return "leaking-identifiers";
  }

  @Override
  public Optional<Finding> in(Instances data, int[] rows) {
    if (rows.length < ROWS) {
      return Optional.empty();
    }
    List<String> found = new ArrayList<>();
    List<String> places = new ArrayList<>();
    for (int a = 0; a < data.numAttributes(); a++) {
      Attribute attribute = data.attribute(a);
      if (a != data.classIndex() && identifies(data, rows, a)) {
        found.add(
            "'"
                + attribute.name()
                + "' "
                + (attribute.isNominal() ? "has a value of its own for" : "counts"));
        places.add(String.valueOf(a + 1));
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            name(),
            "attribute " + String.join(" and ", found) + " nearly every row",
            new Advice(
                Knob.DATA,
                "leave it out (weka.filters.unsupervised.attribute.Remove -R "
                    + String.join(",", places)
                    + ")")));
  }

  private static boolean identifies(Instances data, int[] rows, int a) {
    boolean nominal = data.attribute(a).isNominal();
    if (nominal && data.attribute(a).numValues() < DISTINCT * rows.length) {
      return false;
    }
    Set<Double> values = new HashSet<>();
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    int seen = 0;
    for (int r : rows) {
      double x = data.instance(r).value(a);
      if (Double.isNaN(x)) {
        continue;
      }
      seen++;
      if (!nominal && x != Math.rint(x)) {
        return false;
      }
      values.add(x);
      least = Math.min(least, x);
      largest = Math.max(largest, x);
      if (values.size() < DISTINCT * seen - 2) {
        return false;
      }
    }
    boolean distinct = seen >= ROWS && values.size() >= DISTINCT * seen;
    // Rows kept for validation leave gaps.
    return distinct
        && (nominal || values.size() >= FILLED * (largest - least + 1) * rows.length / all(data));
  }

  private static int all(Instances data) {
    return Math.max(1, data.numInstances());
  }
}
