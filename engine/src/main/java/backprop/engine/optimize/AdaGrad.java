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
 * AdaGrad: gradients divided by the root of the sum of all their squares so far.
 *
 * <pre>
 *   s = s + g^2
 *   w = w - rate * g / (sqrt(initial + s) + epsilon)
 * </pre>
 *
 * <p>Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
 * optimization", JMLR 2011, the diagonal form of figure 1; the same as PyTorch's {@code Adagrad}
 * without its decay of the rate, for which a schedule such as {@code time} serves. Slots: s.
 *
 * @param rate learning rate, at least 0
 * @param initial what the sum of squares starts with, at least 0
 * @param epsilon keeps the divisor from 0, above 0
 */
@Keyed
@Name("adagrad")
@Description("AdaGrad: gradients divided by the root of the sum of all their squares.")
@Formula("s = s + g^2; w = w - rate * g / (sqrt(initial + s) + epsilon)")
@Source(
    "Duchi, Hazan and Singer, \"Adaptive subgradient methods for online learning and "
        + "stochastic optimization\", Journal of Machine Learning Research 12, 2011")
public record AdaGrad(
    @Tip(value = "learning rate", above = 0) Schedule rate,
    @Tip(value = "what the sum of squares starts with", min = 0) double initial,
    @Tip(value = "keeps the divisor from 0", above = 0) double epsilon)
    implements Optimizer {
  private static final UpdateRule RULE = new Rule();

  public AdaGrad {
    Check.rate(rate);
    Check.number("initial", initial, Double.POSITIVE_INFINITY);
    Check.positive("epsilon", epsilon);
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
    parameters.scratch()[1] = initial;
    parameters.scratch()[2] = epsilon;
    parameters.update(k, RULE, rate(p));
  }

  private static final class Rule implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float initial = (float) c[1];
      final float epsilon = (float) c[2];
      final float[] s = slots[0];
      for (int i = from; i < to; i++) {
        float sum = s[i] + g[i] * g[i];
        s[i] = sum;
        w[i] -= rate * g[i] / ((float) Math.sqrt(initial + sum) + epsilon);
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] s = slots[0];
      for (int i = from; i < to; i++) {
        s[i] += g[i] * g[i];
        w[i] -= c[0] * g[i] / (Math.sqrt(c[1] + s[i]) + c[2]);
      }
    }
  }
}
