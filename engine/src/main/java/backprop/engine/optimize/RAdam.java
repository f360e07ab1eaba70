// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.UpdateRule;
import backprop.engine.schedule.Progress;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * RAdam: Adam whose first steps are rectified for the few gradients that their mean square rests
 * on.
 *
 * <pre>
 *   m = beta1 * m + (1 - beta1) * g;   v = beta2 * v + (1 - beta2) * g^2
 *   n = 2 / (1 - beta2) - 1;   n(t) = n - 2 * t * beta2^t / (1 - beta2^t)
 *   n(t) > 5:   r = sqrt((n(t) - 4) * (n(t) - 2) * n / ((n - 4) * (n - 2) * n(t)))
 *               w = w - rate * r * (m / (1 - beta1^t)) * sqrt(1 - beta2^t) / (sqrt(v) + epsilon)
 *   else:       w = w - rate * m / (1 - beta1^t),   t = 1, 2, ...
 * </pre>
 *
 * <p>Liu et al., "On the variance of the adaptive learning rate and beyond", ICLR 2020, algorithm
 * 2, whose limit is 4; with the limit of 5, the place of epsilon and the defaults of PyTorch's
 * {@code RAdam}. t is {@link Progress#step} + 1. Slots: m, v.
 *
 * @param rate learning rate, at least 0
 * @param beta1 what one step keeps of the mean, in [0, 1)
 * @param beta2 what one step keeps of the mean square, in [0, 1)
 * @param epsilon keeps the divisor from 0, above 0
 */
@Keyed
@Name("radam")
@Description("RAdam: Adam with a rectified start that needs no warm-up.")
@Formula(
    "m and v as in adam; n = 2 / (1 - beta2) - 1, n(t) = n - 2 * t * beta2^t / (1 - "
        + "beta2^t); where n(t) > 5, w = w - rate * r * m / (1 - beta1^t) * sqrt(1 - "
        + "beta2^t) / (sqrt(v) + epsilon) with r = sqrt((n(t) - 4) * (n(t) - 2) * n / ((n "
        + "- 4) * (n - 2) * n(t))), else w = w - rate * m / (1 - beta1^t)")
@Source(
    "Liu et al., \"On the variance of the adaptive learning rate and beyond\", ICLR "
        + "2020, algorithm 2")
public record RAdam(
    @Tip(value = "learning rate", above = 0) Schedule rate,
    @Tip(value = "what one step keeps of the mean", min = 0, below = 1) double beta1,
    @Tip(value = "what one step keeps of the mean square", min = 0, below = 1) double beta2,
    @Tip(value = "keeps the divisor from 0", above = 0) double epsilon)
    implements Optimizer {
  private static final UpdateRule RULE = new Rule();
  private static final double TRACTABLE = 5;

  public RAdam {
    Check.rate(rate);
    Check.number("beta1", beta1, 1);
    Check.number("beta2", beta2, 1);
    Check.positive("epsilon", epsilon);
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public double rate(Progress p) {
    return rate.at(p) * p.rateScale();
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    double t = p.step() + 1.0;
    double left = Math.pow(beta2, t);
    double most = 2 / (1 - beta2) - 1;
    double length = most - 2 * t * left / (1 - left);
    boolean adaptive = length > TRACTABLE;
    double rectified =
        (length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length) * (1 - left);
    double[] c = parameters.scratch();
    c[1] = beta1;
    c[2] = 1 - beta1;
    c[3] = beta2;
    c[4] = 1 - beta2;
    c[5] = epsilon;
    c[6] = adaptive ? Math.sqrt(rectified) : 0;
    c[7] = adaptive ? 0 : 1;
    parameters.update(k, RULE, rate(p) / (1 - Math.pow(beta1, t)));
  }

  private static final class Rule implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float beta1 = (float) c[1];
      final float take1 = (float) c[2];
      final float beta2 = (float) c[3];
      final float take2 = (float) c[4];
      final float epsilon = (float) c[5];
      final float rectified = (float) c[6];
      final float plain = (float) c[7];
      final float[] m = slots[0];
      final float[] v = slots[1];
      for (int i = from; i < to; i++) {
        float mean = Denormals.flush(beta1 * m[i] + take1 * g[i]);
        float square = Denormals.flushSquare(beta2 * v[i] + take2 * g[i] * g[i]);
        m[i] = mean;
        v[i] = square;
        w[i] -= rate * mean * (rectified / ((float) Math.sqrt(square) + epsilon) + plain);
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] m = slots[0];
      double[] v = slots[1];
      for (int i = from; i < to; i++) {
        m[i] = c[1] * m[i] + c[2] * g[i];
        v[i] = c[3] * v[i] + c[4] * g[i] * g[i];
        w[i] -= c[0] * m[i] * (c[6] / (Math.sqrt(v[i]) + c[5]) + c[7]);
      }
    }
  }
}
