// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.weka.options.ClassWeights;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import weka.core.Instance;
import weka.core.Instances;

/** The rows that count: those with a class and a weight above 0. */
final class WeightedRows {
  /** Weights up to two to this power are left alone: floats hold sums and squares of them. */
  private static final int ORDINARY_EXPONENT = 40;

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
    int down = -exponent(Arrays.stream(withWeight).mapToDouble(r -> data.instance(r).weight()));
    if (nominal) {
      for (int r : withWeight) {
        Instance x = data.instance(r);
        totals[(int) x.classValue()] += Math.scalb(x.weight(), down);
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

  /** Whether all rows have the same class. */
  boolean oneClassValue() {
    double first = data.instance(rows[0]).classValue();
    return Arrays.stream(rows).allMatch(r -> data.instance(r).classValue() == first);
  }

  /** Weight of a row, the factor of its class included. */
  private double weight(int row) {
    return data.instance(row).weight() * factor(row);
  }

  private double factor(int row) {
    return factors.length == 0 ? 1 : factors[(int) data.instance(row).classValue()];
  }

  /**
   * The weights of some rows, the factors of their classes included. Only the relation of weights
   * matters to training, so where the largest one is far from 1 all are multiplied by the power of
   * two that brings it between 1 and 2: floats then hold them, and their relation keeps every bit.
   *
   * @param some indices of rows that count
   */
  double[] weights(int[] some) {
    int w = exponent(Arrays.stream(some).mapToDouble(r -> data.instance(r).weight()));
    int f = exponent(Arrays.stream(some).mapToDouble(this::factor));
    double[] weights =
        Arrays.stream(some)
            .mapToDouble(r -> Math.scalb(data.instance(r).weight(), -w) * Math.scalb(factor(r), -f))
            .toArray();
    int p = exponent(Arrays.stream(weights));
    int back = Math.abs(w + f + p) <= ORDINARY_EXPONENT ? w + f : -p;
    return Arrays.stream(weights).map(x -> Math.scalb(x, back)).toArray();
  }

  private static int exponent(DoubleStream numbers) {
    double largest = numbers.max().orElse(1);
    return largest > 0 ? Math.getExponent(largest) : 0;
  }
}
