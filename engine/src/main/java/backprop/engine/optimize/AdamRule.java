// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.UpdateRule;
import backprop.engine.schedule.Progress;

/**
 * The step that {@link Adam} and {@link AdamW} share: AdamW's with a weight decay that may be 0.
 */
final class AdamRule implements UpdateRule {
  private static final AdamRule RULE = new AdamRule();
  private static final UpdateRule LARGEST = new Largest();
  private static final int RATE = 0;
  private static final int BETA1 = 1;
  private static final int TAKE1 = 2;
  private static final int BETA2 = 3;
  private static final int TAKE2 = 4;
  private static final int CORRECTION = 5;
  private static final int EPSILON = 6;
  private static final int KEPT = 7;

  private AdamRule() {}

  /**
   * One step over all groups.
   *
   * @param rate learning rate before the groups' factors
   * @param decay weight decay before the groups' factors
   * @param amsgrad whether the largest mean square is the divisor
   */
  static void step(
      Kernels k,
      Progress p,
      Parameters parameters,
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      double decay,
      boolean amsgrad) {
    double t = p.step() + 1.0;
    double[] c = parameters.scratch();
    c[BETA1] = beta1;
    c[TAKE1] = 1 - beta1;
    c[BETA2] = beta2;
    c[TAKE2] = 1 - beta2;
    c[CORRECTION] = 1 / Math.sqrt(1 - Math.pow(beta2, t));
    c[EPSILON] = epsilon;
    for (int i = 0; i < parameters.groups().size(); i++) {
      Parameters.Group group = parameters.groups().get(i);
      double groupRate = rate * group.rateFactor();
      c[RATE] = groupRate / (1 - Math.pow(beta1, t));
      c[KEPT] = 1 - groupRate * decay * group.decayFactor();
      parameters.update(k, amsgrad ? LARGEST : RULE, i);
    }
  }

  @Override
  public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
    final float rate = (float) c[RATE];
    final float beta1 = (float) c[BETA1];
    final float take1 = (float) c[TAKE1];
    final float beta2 = (float) c[BETA2];
    final float take2 = (float) c[TAKE2];
    final float correction = (float) c[CORRECTION];
    final float epsilon = (float) c[EPSILON];
    final float kept = (float) c[KEPT];
    final float[] m = slots[0];
    final float[] v = slots[1];
    for (int i = from; i < to; i++) {
      float mean = Denormals.flush(beta1 * m[i] + take1 * g[i]);
      float square = Denormals.flushSquare(beta2 * v[i] + take2 * g[i] * g[i]);
      m[i] = mean;
      v[i] = square;
      float step = rate * mean / ((float) Math.sqrt(square) * correction + epsilon);
      w[i] = Denormals.flush(kept * w[i] - step);
    }
  }

  @Override
  public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
    double[] m = slots[0];
    double[] v = slots[1];
    for (int i = from; i < to; i++) {
      m[i] = c[BETA1] * m[i] + c[TAKE1] * g[i];
      v[i] = c[BETA2] * v[i] + c[TAKE2] * g[i] * g[i];
      w[i] = c[KEPT] * w[i] - c[RATE] * m[i] / (Math.sqrt(v[i]) * c[CORRECTION] + c[EPSILON]);
    }
  }

  /** With AMSGrad: the third slot is the largest mean square so far. */
  private static final class Largest implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[RATE];
      final float beta1 = (float) c[BETA1];
      final float take1 = (float) c[TAKE1];
      final float beta2 = (float) c[BETA2];
      final float take2 = (float) c[TAKE2];
      final float correction = (float) c[CORRECTION];
      final float epsilon = (float) c[EPSILON];
      final float kept = (float) c[KEPT];
      final float[] m = slots[0];
      final float[] v = slots[1];
      final float[] largest = slots[2];
      for (int i = from; i < to; i++) {
        float mean = Denormals.flush(beta1 * m[i] + take1 * g[i]);
        float square = Denormals.flushSquare(beta2 * v[i] + take2 * g[i] * g[i]);
        float most = Math.max(largest[i], square);
        m[i] = mean;
        v[i] = square;
        largest[i] = most;
        float step = rate * mean / ((float) Math.sqrt(most) * correction + epsilon);
        w[i] = Denormals.flush(kept * w[i] - step);
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] m = slots[0];
      double[] v = slots[1];
      double[] most = slots[2];
      for (int i = from; i < to; i++) {
        m[i] = c[BETA1] * m[i] + c[TAKE1] * g[i];
        v[i] = c[BETA2] * v[i] + c[TAKE2] * g[i] * g[i];
        most[i] = Math.max(most[i], v[i]);
        w[i] = c[KEPT] * w[i] - c[RATE] * m[i] / (Math.sqrt(most[i]) * c[CORRECTION] + c[EPSILON]);
      }
    }
  }
}
