// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

/** Functions of logits that neither overflow nor lose small probabilities. */
final class Logits {
  private Logits() {}

  /** {@code log(sum(e^x))} of {@code x[from ... from + n)}. */
  static double logSum(double[] x, int from, int n) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + n; i++) {
      max = Math.max(max, x[i]);
    }
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += Math.exp(x[i] - max);
    }
    return max + Math.log(sum);
  }

  /** {@code log(1 + e^x)}. */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** {@code 1 / (1 + e^-x)}. */
  static double logistic(double x) {
    double e = Math.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  }

  /**
   * How {@code factor * softmax(x)} changes along a vector: {@code factor * p * (v - sum(p * v))}
   * for the first n numbers.
   */
  static void softmaxChange(double[] x, int n, double factor, double[] v, double[] change) {
    double logSum = logSum(x, 0, n);
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += Math.exp(x[i] - logSum) * v[i];
    }
    for (int i = 0; i < n; i++) {
      change[i] = factor * Math.exp(x[i] - logSum) * (v[i] - mean);
    }
  }
}
