// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.UpdateRule;

/** {@code average = average + part * (w - average)}; a part of 1 starts an average. */
final class AverageRule implements UpdateRule {
  private static final AverageRule RULE = new AverageRule();

  private AverageRule() {}

  static void add(Kernels k, Parameters parameters, int slot, double part) {
    parameters.scratch()[0] = slot;
    parameters.scratch()[1] = part;
    parameters.update(k, RULE);
  }

  @Override
  public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
    final float part = (float) c[1];
    final float[] average = slots[(int) c[0]];
    for (int i = from; i < to; i++) {
      average[i] = Denormals.flush(average[i] + part * (w[i] - average[i]));
    }
  }

  @Override
  public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
    double[] average = slots[(int) c[0]];
    for (int i = from; i < to; i++) {
      average[i] += c[1] * (w[i] - average[i]);
    }
  }
}
