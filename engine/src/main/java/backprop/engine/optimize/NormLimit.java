// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.UpdateRule;

/**
 * {@code g = g * min(1, limit / norm)}; all gradients become NaN where the norm is infinite or NaN,
 * so that the trainer sees it.
 */
final class NormLimit implements UpdateRule {
  static final UpdateRule RULE = new NormLimit();

  /** Indices of the constants. */
  static final int NORM = 0;

  static final int LIMIT = 1;

  private NormLimit() {}

  @Override
  public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
    if (c[NORM] <= c[LIMIT]) {
      return;
    }
    final float factor = (float) factor(c[NORM], c[LIMIT]);
    for (int i = from; i < to; i++) {
      g[i] *= factor;
    }
  }

  @Override
  public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
    if (c[NORM] <= c[LIMIT]) {
      return;
    }
    double factor = factor(c[NORM], c[LIMIT]);
    for (int i = from; i < to; i++) {
      g[i] *= factor;
    }
  }

  private static double factor(double norm, double limit) {
    return Double.isFinite(norm) ? limit / norm : Double.NaN;
  }
}
