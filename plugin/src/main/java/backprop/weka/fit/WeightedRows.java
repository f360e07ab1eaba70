// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.weka.options.ClassWeights;
import java.util.Arrays;
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
    int[] withWeight = new int[data.numInstances()];
    int found = 0;
    double heaviest = 0;
    for (int r = 0; r < data.numInstances(); r++) {
      Supervision.goOn();
      if (check(data, r)) {
        withWeight[found++] = r;
        heaviest = Math.max(heaviest, data.instance(r).weight());
      }
    }
    withWeight = Arrays.copyOf(withWeight, found);
    int down = -exponent(heaviest);
    if (nominal) {
      for (int r : withWeight) {
        Supervision.goOn();
        Instance x = data.instance(r);
        totals[(int) x.classValue()] += Math.scalb(x.weight(), down);
      }
      factors = ClassWeights.factors(classWeights, data.classAttribute(), totals);
    } else {
      factors = totals;
    }
    int counting = 0;
    for (int r : withWeight) {
      Supervision.goOn();
      if (weight(r) > 0) {
        withWeight[counting++] = r;
      }
    }
    rows = Arrays.copyOf(withWeight, counting);
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "no training row has both a class '"
              + data.classAttribute().name()
              + "' and a weight above 0");
    }
  }

  private static boolean check(Instances data, int r) {
    return check(data.instance(r), data.classAttribute().name(), r);
  }

  /**
   * Whether a row counts, as far as its weight and its class are concerned.
   *
   * @param r its number from 0, for messages
   * @throws IllegalArgumentException in one sentence when its weight or its class is not allowed
   */
  static boolean check(Instance x, String className, int r) {
    if (!(x.weight() >= 0) || Double.isInfinite(x.weight())) {
      throw new IllegalArgumentException(
          "row " + (r + 1) + " has weight " + x.weight() + ": allowed are numbers from 0");
    }
    if (!x.classIsMissing() && Double.isInfinite(x.classValue())) {
      throw new IllegalArgumentException(
          "the class '"
              + className
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
    for (int r : rows) {
      Supervision.goOn();
      if (data.instance(r).classValue() != first) {
        return false;
      }
    }
    return true;
  }

  /** Weight of a row, the factor of its class included. */
  private double weight(int row) {
    return data.instance(row).weight() * factor(row);
  }

  private double factor(int row) {
    return factor(data.instance(row));
  }

  /** The factor of a row's class, also of a row that came later. */
  double factor(Instance x) {
    return factors.length == 0 ? 1 : factors[(int) x.classValue()];
  }

  /**
   * The weights of some rows, the factors of their classes included. Only the relation of weights
   * matters to training, so where the largest one is far from 1 all are multiplied by the power of
   * two that brings it between 1 and 2: floats then hold them, and their relation keeps every bit.
   *
   * @param some indices of rows that count
   */
  double[] weights(int[] some) {
    double heaviest = 0;
    double largestFactor = 0;
    for (int r : some) {
      Supervision.goOn();
      heaviest = Math.max(heaviest, data.instance(r).weight());
      largestFactor = Math.max(largestFactor, factor(r));
    }
    int w = exponent(heaviest);
    int f = exponent(largestFactor);
    double[] weights = new double[some.length];
    double largest = 0;
    for (int i = 0; i < some.length; i++) {
      weights[i] =
          Math.scalb(data.instance(some[i]).weight(), -w) * Math.scalb(factor(some[i]), -f);
      largest = Math.max(largest, weights[i]);
    }
    int p = exponent(largest);
    int back = Math.abs(w + f + p) <= ORDINARY_EXPONENT ? w + f : -p;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.scalb(weights[i], back);
    }
    return weights;
  }

  private static int exponent(double largest) {
    return largest > 0 ? Math.getExponent(largest) : 0;
  }
}
