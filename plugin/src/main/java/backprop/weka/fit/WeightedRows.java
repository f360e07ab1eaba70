// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.weka.options.ClassWeights;
import java.util.Arrays;
import java.util.stream.IntStream;
import weka.core.Instance;
import weka.core.Instances;

/** The rows that count: those with a class and a weight above 0. */
final class WeightedRows {
  private final Instances data;
  private final int[] rows;
  private final double[] factors;

  /**
   * Looks at every row.
   *
   * @param classWeights text of the option
   * @throws IllegalArgumentException in one sentence when a weight or a class is not allowed, or no
   *     row counts
   */
  WeightedRows(Instances data, String classWeights) {
    this.data = data;
    boolean nominal = data.classAttribute().isNominal();
    if (!nominal && !classWeights.equals("none")) {
      throw new IllegalArgumentException(
          "option -class-weights is '"
              + classWeights
              + "', but the class '"
              + data.classAttribute().name()
              + "' is numeric: leave the option out");
    }
    double[] totals = new double[nominal ? data.numClasses() : 0];
    int[] withWeight =
        IntStream.range(0, data.numInstances()).filter(r -> check(data, r)).toArray();
    if (nominal) {
      for (int r : withWeight) {
        totals[(int) data.instance(r).classValue()] += data.instance(r).weight();
      }
      factors = ClassWeights.factors(classWeights, data.classAttribute(), totals);
    } else {
      factors = totals;
    }
    rows = Arrays.stream(withWeight).filter(r -> weight(r) > 0).toArray();
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "no training row has both a class '"
              + data.classAttribute().name()
              + "' and a weight above 0");
    }
  }

  private static boolean check(Instances data, int r) {
    Instance x = data.instance(r);
    if (!(x.weight() >= 0) || Double.isInfinite(x.weight())) {
      throw new IllegalArgumentException(
          "row " + (r + 1) + " has weight " + x.weight() + ": allowed are numbers from 0");
    }
    if (!x.classIsMissing() && Double.isInfinite(x.classValue())) {
      throw new IllegalArgumentException(
          "the class '"
              + data.classAttribute().name()
              + "' is "
              + x.classValue()
              + " in row "
              + (r + 1)
              + ": allowed are finite numbers and missing values");
    }
    return !x.classIsMissing() && x.weight() > 0;
  }

  /** Indices of the rows that count, ascending. */
  int[] rows() {
    return rows.clone();
  }

  /** Weight of a row, the factor of its class included. */
  double weight(int row) {
    Instance x = data.instance(row);
    return factors.length == 0 ? x.weight() : x.weight() * factors[(int) x.classValue()];
  }
}
