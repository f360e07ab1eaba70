// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.UpdateRule;
import backprop.engine.schedule.Progress;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Lion: steps of one size, with the sign of an interpolated momentum.
 *
 * <pre>
 *   d = sign(beta1 * m + (1 - beta1) * g)
 *   w = w - rate * (d + weightDecay * w)
 *   m = beta2 * m + (1 - beta2) * g
 * </pre>
 *
 * <p>Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS 2023, algorithm 2. Rates
 * are 3 to 10 times smaller than Adam's, weight decays as much larger (section 5). The decay acts
 * on weights, not on biases and gains. Slots: m.
 *
 * @param rate learning rate: the size of a step, at least 0
 * @param beta1 part of the momentum in the direction, in [0, 1)
 * @param beta2 what one step keeps of the momentum, in [0, 1)
 * @param weightDecay part of a weight that a step with rate 1 takes away, at least 0
 */
@Keyed
@Description("Lion: steps of one size, with the sign of a momentum.")
@Formula(
    "w = w - rate * (sign(beta1 * m + (1 - beta1) * g) + weight-decay * w); m = "
        + "beta2 * m + (1 - beta2) * g")
@Source(
    "Chen et al., \"Symbolic discovery of optimization algorithms\", NeurIPS 2023, "
        + "algorithm 2")
public record Lion(
    @Tip(value = "learning rate: the size of a step", above = 0) Schedule rate,
    @Tip(value = "part of the momentum in the direction", min = 0, below = 1) double beta1,
    @Tip(value = "what one step keeps of the momentum", min = 0, below = 1) double beta2,
    @Tip(value = "part of a weight that a step with rate 1 takes away", min = 0)
        Schedule weightDecay)
    implements Optimizer {
  private static final UpdateRule RULE = new Rule();

  public Lion {
    Check.rate(rate);
    Check.number("beta1", beta1, 1);
    Check.number("beta2", beta2, 1);
    Check.schedule("weight-decay", weightDecay, Double.POSITIVE_INFINITY);
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public double rate(Progress p) {
    return rate.at(p) * p.rateScale();
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    double now = rate(p);
    double decay = weightDecay.at(p);
    double[] c = parameters.scratch();
    c[1] = beta1;
    c[2] = 1 - beta1;
    c[3] = beta2;
    c[4] = 1 - beta2;
    for (int i = 0; i < parameters.groups().size(); i++) {
      Parameters.Group group = parameters.groups().get(i);
      c[0] = now * group.rateFactor();
      c[5] = 1 - c[0] * decay * group.decayFactor();
      parameters.update(k, RULE, i);
    }
  }

  /**
   * The sign is a clamped product, since {@code Math.signum} is not vectorized on Java 17; the two
   * differ for numbers below 3e-39 only.
   */
  private static final class Rule implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float beta1 = (float) c[1];
      final float take1 = (float) c[2];
      final float beta2 = (float) c[3];
      final float take2 = (float) c[4];
      final float kept = (float) c[5];
      final float[] m = slots[0];
      for (int i = from; i < to; i++) {
        float direction = beta1 * m[i] + take1 * g[i];
        float sign = Math.max(-1f, Math.min(1f, direction * Float.MAX_VALUE));
        m[i] = Denormals.flush(beta2 * m[i] + take2 * g[i]);
        w[i] = Denormals.flush(kept * w[i] - rate * sign);
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] m = slots[0];
      for (int i = from; i < to; i++) {
        double sign = Math.signum(c[1] * m[i] + c[2] * g[i]);
        m[i] = c[3] * m[i] + c[4] * g[i];
        w[i] = c[5] * w[i] - c[0] * sign;
      }
    }
  }
}
