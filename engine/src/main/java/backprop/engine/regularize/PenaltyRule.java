// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.UpdateRule;

/** {@code g = g + l1 * sign(w) + l2 * w}: the gradient of all penalties here. */
final class PenaltyRule implements UpdateRule {
  private static final PenaltyRule RULE = new PenaltyRule();
  private static final Matrix[] NO_SLOTS = {};

  private PenaltyRule() {}

  static void add(
      Kernels k,
      double l1,
      double l2,
      int from,
      int count,
      Matrix weights,
      Matrix gradients,
      double[] scratch) {
    scratch[0] = l1;
    scratch[1] = l2;
    k.update(RULE, scratch, from, count, weights, gradients, NO_SLOTS);
  }

  static void check(String name, double factor) {
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " is " + factor + ", allowed are numbers at least 0");
    }
  }

  /**
   * The sign is a clamped product, since {@code Math.signum} is not vectorized on Java 17; the two
   * differ for weights below 3e-39 only.
   */
  @Override
  public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
    final float l1 = (float) c[0];
    final float l2 = (float) c[1];
    for (int i = from; i < to; i++) {
      float sign = Math.max(-1f, Math.min(1f, w[i] * Float.MAX_VALUE));
      g[i] += l1 * sign + l2 * w[i];
    }
  }

  @Override
  public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
    for (int i = from; i < to; i++) {
      g[i] += c[0] * Math.signum(w[i]) + c[1] * w[i];
    }
  }
}
