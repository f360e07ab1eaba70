// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.UpdateRule;
import java.util.Arrays;

/** All gradients become NaN where the first constant, the norm of the losses, is not finite. */
final class WorthlessGradients implements UpdateRule {
  static final UpdateRule RULE = new WorthlessGradients();

  private WorthlessGradients() {}

  @Override
  public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
    if (!Double.isFinite(c[0])) {
      for (int i = from; i < to; i++) {
        g[i] = Float.NaN;
      }
    }
  }

  @Override
  public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
    if (!Double.isFinite(c[0])) {
      Arrays.fill(g, from, to, Double.NaN);
    }
  }
}
