// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.UpdateRule;
import backprop.engine.schedule.Progress;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Adds normally distributed noise to the gradients and passes them to another optimizer: {@code g =
 * g + N(0, variance)} with {@code variance = eta / (1 + t)^gamma}, t = {@link Progress#step}.
 *
 * <p>Neelakantan et al., "Adding gradient noise improves learning for very deep networks", 2015,
 * equations 1 and 2; eta is 0.01, 0.3 or 1 there, gamma 0.55. The noise is a function of the run's
 * seed, the step and the element. Gradients computed again in the same step get the same noise.
 *
 * @param eta variance at the first step, at least 0
 * @param gamma how fast the variance falls, at least 0
 * @param optimizer takes the step
 */
@Description("Another optimizer, with noise on the gradients that fades away.")
@Formula("g = g + N(0, eta / (1 + t)^gamma), t the finished steps")
@Source(
    "Neelakantan et al., \"Adding gradient noise improves learning for very deep "
        + "networks\", 2015, arXiv 1511.06807, equations 1 and 2")
public record GradientNoise(
    @Tip(value = "variance of the noise at the first step", min = 0, required = true) double eta,
    @Tip(value = "how fast the variance falls", min = 0) double gamma,
    @Tip(value = "the optimizer that takes the step", required = true) Optimizer optimizer)
    implements GradientTreatment {
  private static final UpdateRule ADD = new Add();

  /** Part of the key of the random numbers. */
  private static final long NOISE = 5;

  public GradientNoise {
    Check.number("eta", eta, Double.POSITIVE_INFINITY);
    Check.number("gamma", gamma, Double.POSITIVE_INFINITY);
  }

  @Override
  public void treat(Kernels k, Progress p, Parameters parameters) {
    long key = RandomStream.extend(RandomStream.extend(parameters.seed(), NOISE), p.step());
    double[] c = parameters.scratch();
    c[0] = Math.sqrt(eta * Math.pow(1.0 + p.step(), -gamma));
    c[1] = (int) key;
    c[2] = (int) (key >>> 32);
    parameters.update(k, ADD);
  }

  private static final class Add implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final int low = (int) c[1];
      final int high = (int) c[2];
      for (int i = from; i < to; i++) {
        g[i] += (float) (c[0] * RandomStream.gaussian(low, high, i));
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      for (int i = from; i < to; i++) {
        g[i] += c[0] * RandomStream.gaussian((int) c[1], (int) c[2], i);
      }
    }
  }
}
