// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.doctor;

import backprop.engine.doctor.Advice;
import backprop.engine.doctor.Finding;
import backprop.engine.doctor.Knob;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import weka.core.Instance;
import weka.core.Instances;

/**
 * Rows that are alike in all attributes and have different classes: at least one label of each such
 * group is wrong, or the attributes do not decide the class. Of tables with few nominal attributes
 * that is usual; here most of the rows that have a twin contradict one.
 */
final class ContradictoryLabels implements DataSymptom {
  /** Rows that contradict the majority of their group, as a part of all. */
  private static final double SHARE = 0.05;

  private static final int ROWS = 50;

  /** Attributes at least: with fewer, rows are alike by chance. */
  private static final int ATTRIBUTES = 3;

  @Override
  public String name() {
    return "contradictory-labels";
  }

  @Override
  public Optional<Finding> in(Instances data, int[] rows) {
    if (!data.classAttribute().isNominal()
        || rows.length < ROWS
        || data.numAttributes() <= ATTRIBUTES) {
      return Optional.empty();
    }
    Map<Integer, int[]> groups = new HashMap<>();
    for (int r : rows) {
      int[] counts = groups.computeIfAbsent(key(data.instance(r)), k -> new int[data.numClasses()]);
      counts[(int) data.instance(r).classValue()]++;
    }
    int against = 0;
    for (int[] counts : groups.values()) {
      against += Arrays.stream(counts).sum() - Arrays.stream(counts).max().orElse(0);
    }
    double share = (double) against / rows.length;
    if (!(share > SHARE)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            name(),
            String.format(
                java.util.Locale.ROOT,
                "%d of %d rows (%.0f%%) are equal to others in all attributes and have another class",
                against,
                rows.length,
                100 * share),
            new Advice(Knob.DATA, "check the classes of rows that are alike"),
            new Advice(Knob.LOSS, "cross-entropy(0.1)")));
  }

  /** A number that rows which are alike share, and hardly any others. */
  private static int key(Instance x) {
    double[] values = x.toDoubleArray();
    values[x.classIndex()] = 0;
    return Arrays.hashCode(values);
  }
}
