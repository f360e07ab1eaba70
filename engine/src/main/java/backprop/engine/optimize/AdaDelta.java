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
 * AdaDelta: steps in the proportion of the root mean squares of earlier steps and of gradients.
 *
 * <pre>
 *   s = decay * s + (1 - decay) * g^2
 *   d = g * sqrt(u + epsilon) / sqrt(s + epsilon)
 *   u = decay * u + (1 - decay) * d^2
 *   w = w - rate * d
 * </pre>
 *
 * <p>Zeiler, "ADADELTA: an adaptive learning rate method", 2012, algorithm 1, which has no rate (so
 * 1 is the default); the same as PyTorch's {@code Adadelta}. Slots: s, u.
 *
 * @param rate factor of the step, at least 0; 1 in the paper
 * @param decay what one step keeps of the mean squares, in [0, 1)
 * @param epsilon keeps the divisor from 0 and starts the steps, above 0
 */
@Keyed
@Name("adadelta")
@Description("AdaDelta: adapts the size of steps to that of earlier steps.")
@Formula(
    "s = decay * s + (1 - decay) * g^2; d = g * sqrt(u + epsilon) / sqrt(s + "
        + "epsilon); u = decay * u + (1 - decay) * d^2; w = w - rate * d")
@Source(
    "Zeiler, \"ADADELTA: an adaptive learning rate method\", 2012, arXiv 1212.5701, "
        + "algorithm 1")
public record AdaDelta(
    @Tip(value = "factor of the step", above = 0) Schedule rate,
    @Tip(value = "what one step keeps of the mean squares", min = 0, below = 1) Schedule decay,
    @Tip(value = "keeps the divisor from 0 and starts the steps", above = 0) double epsilon)
    implements Optimizer {
  private static final UpdateRule RULE = new Rule();

  public AdaDelta {
    Check.rate(rate);
    Check.schedule("decay", decay, 1);
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
    c[1] = decay.at(p);
    c[2] = 1 - c[1];
    c[3] = epsilon;
    parameters.update(k, RULE, rate(p));
  }

  private static final class Rule implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float keep = (float) c[1];
      final float take = (float) c[2];
      final float epsilon = (float) c[3];
      final float[] s = slots[0];
      final float[] u = slots[1];
      for (int i = from; i < to; i++) {
        float square = Denormals.flushSquare(keep * s[i] + take * g[i] * g[i]);
        s[i] = square;
        float ratio = (float) Math.sqrt(u[i] + epsilon) / (float) Math.sqrt(square + epsilon);
        float delta = g[i] * ratio;
        u[i] = Denormals.flushSquare(keep * u[i] + take * delta * delta);
        w[i] -= rate * delta;
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] s = slots[0];
      double[] u = slots[1];
      for (int i = from; i < to; i++) {
        s[i] = c[1] * s[i] + c[2] * g[i] * g[i];
        double delta = g[i] * Math.sqrt(u[i] + c[3]) / Math.sqrt(s[i] + c[3]);
        u[i] = c[1] * u[i] + c[2] * delta * delta;
        w[i] -= c[0] * delta;
      }
    }
  }
}
