// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.doctor;

import backprop.engine.doctor.Advice;
import backprop.engine.doctor.Finding;
import backprop.engine.doctor.Knob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import weka.core.Instances;

/**
 * Attributes from which alone the class follows without any mistake: a nominal one whose values
 * each have one class, a numeric one that falls into one interval for each class, or, for a numeric
 * class, one that is a straight line of it. Such an attribute is mostly a copy of the class, or
 * known only after it.
 */
final class LeakingAttributes implements DataSymptom {
  private static final int ROWS = 50;

  /** Rows of each class or value at least, on average: else it is chance. */
  private static final int ROWS_EACH = 10;

  private static final double STRAIGHT = 1 - 1e-6;

  @Override
  public String name() {
    return "leaking-attributes";
  }

  @Override
  public Optional<Finding> in(Instances data, int[] rows) {
    if (rows.length < ROWS) {
      return Optional.empty();
    }
    List<String> found = new ArrayList<>();
    List<String> places = new ArrayList<>();
    for (int a = 0; a < data.numAttributes(); a++) {
      if (a != data.classIndex() && leaks(data, rows, a)) {
        found.add("'" + data.attribute(a).name() + "'");
        places.add(String.valueOf(a + 1));
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            name(),
            "the class follows without any mistake from attribute "
                + String.join(", and from ", found)
                + " alone",
            new Advice(
                Knob.DATA,
                "leave it out if it is not known for new rows"
                    + " (weka.filters.unsupervised.attribute.Remove -R "
                    + String.join(",", places)
                    + ")")));
  }

  private static boolean leaks(Instances data, int[] rows, int a) {
    DataSymptoms.goOn();
    if (data.classAttribute().isNumeric()) {
      return data.attribute(a).isNumeric() && straight(data, rows, a);
    }
    return data.attribute(a).isNominal()
        ? valuesDecide(data, rows, a)
        : data.attribute(a).isNumeric() && intervalsDecide(data, rows, a);
  }

  private static boolean valuesDecide(Instances data, int[] rows, int a) {
    int[] classOf = new int[data.attribute(a).numValues()];
    Arrays.fill(classOf, -1);
    int values = 0;
    for (int r : rows) {
      double v = data.instance(r).value(a);
      if (Double.isNaN(v)) {
        return false;
      }
      int c = (int) data.instance(r).classValue();
      values += classOf[(int) v] == -1 ? 1 : 0;
      if (classOf[(int) v] != -1 && classOf[(int) v] != c) {
        return false;
      }
      classOf[(int) v] = c;
    }
    return values > 1 && rows.length >= ROWS_EACH * values && several(data, rows);
  }

  private static boolean intervalsDecide(Instances data, int[] rows, int a) {
    double[] least = new double[data.numClasses()];
    double[] largest = new double[data.numClasses()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    for (int r : rows) {
      double x = data.instance(r).value(a);
      int c = (int) data.instance(r).classValue();
      if (Double.isNaN(x)) {
        return false;
      }
      least[c] = Math.min(least[c], x);
      largest[c] = Math.max(largest[c], x);
    }
    int classes = 0;
    for (int c = 0; c < least.length; c++) {
      classes += least[c] <= largest[c] ? 1 : 0;
      for (int d = 0; d < c; d++) {
        if (least[c] <= largest[d] && least[d] <= largest[c]) {
          return false;
        }
      }
    }
    return classes > 1 && rows.length >= ROWS_EACH * classes;
  }

  private static boolean several(Instances data, int[] rows) {
    double first = data.instance(rows[0]).classValue();
    return Arrays.stream(rows).anyMatch(r -> data.instance(r).classValue() != first);
  }

  private static boolean straight(Instances data, int[] rows, int a) {
    double n = rows.length;
    double meanX = 0;
    double meanY = 0;
    for (int r : rows) {
      meanX += data.instance(r).value(a) / n;
      meanY += data.instance(r).classValue() / n;
    }
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int r : rows) {
      double x = data.instance(r).value(a) - meanX;
      double y = data.instance(r).classValue() - meanY;
      xx += x * x;
      yy += y * y;
      xy += x * y;
    }
    return Math.abs(xy) / Math.sqrt(xx * yy) > STRAIGHT;
  }
}
