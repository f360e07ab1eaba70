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
 * AdaMax: Adam with a running maximum in place of the root mean square.
 *
 * <pre>
 *   m = beta1 * m + (1 - beta1) * g;   u = max(beta2 * u, |g| + epsilon)
 *   w = w - rate / (1 - beta1^t) * m / u,   t = 1, 2, ...
 * </pre>
 *
 * <p>Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 2, with its
 * defaults; epsilon, which the paper does without, is where PyTorch's {@code Adamax} has it. t is
 * {@link Progress#step} + 1. Slots: m, u.
 *
 * @param rate learning rate, at least 0
 * @param beta1 what one step keeps of the mean, in [0, 1)
 * @param beta2 what one step keeps of the maximum, in [0, 1)
 * @param epsilon keeps the divisor from 0, above 0
 */
@Keyed
@Name("adamax")
@Description("AdaMax: Adam with a running maximum of the gradients' sizes.")
@Formula(
    "m = beta1 * m + (1 - beta1) * g; u = max(beta2 * u, |g| + epsilon); w = w - "
        + "rate / (1 - beta1^t) * m / u")
@Source(
    "Kingma and Ba, \"Adam: a method for stochastic optimization\", ICLR 2015, " + "algorithm 2")
public record AdaMax(
    @Tip(value = "learning rate", above = 0) Schedule rate,
    @Tip(value = "what one step keeps of the mean", min = 0, below = 1) double beta1,
    @Tip(value = "what one step keeps of the maximum", min = 0, below = 1) double beta2,
    @Tip(value = "keeps the divisor from 0", above = 0) double epsilon)
    implements Optimizer {
  private static final UpdateRule RULE = new Rule();

  public AdaMax {
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
    double[] c = parameters.scratch();
    c[1] = beta1;
    c[2] = 1 - beta1;
    c[3] = beta2;
    c[4] = epsilon;
    parameters.update(k, RULE, rate(p) / (1 - Math.pow(beta1, p.step() + 1.0)));
  }

  private static final class Rule implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float beta1 = (float) c[1];
      final float take1 = (float) c[2];
      final float beta2 = (float) c[3];
      final float epsilon = (float) c[4];
      final float[] m = slots[0];
      final float[] u = slots[1];
      for (int i = from; i < to; i++) {
        float mean = Denormals.flush(beta1 * m[i] + take1 * g[i]);
        float largest = Math.max(beta2 * u[i], Math.abs(g[i]) + epsilon);
        m[i] = mean;
        u[i] = largest;
        w[i] -= rate * mean / largest;
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] m = slots[0];
      double[] u = slots[1];
      for (int i = from; i < to; i++) {
        m[i] = c[1] * m[i] + c[2] * g[i];
        u[i] = Math.max(c[3] * u[i], Math.abs(g[i]) + c[4]);
        w[i] -= c[0] * m[i] / u[i];
      }
    }
  }
}
