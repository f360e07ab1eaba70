// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.UpdateRule;
import backprop.engine.schedule.Progress;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Another optimizer with decoupled weight decay: {@code w = w - rate * weightDecay * w}, with the
 * inner optimizer's learning rate, then its step. Around {@code sgd} this is SGDW, around {@code
 * adam} it is {@code adamw}.
 *
 * <p>Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithms 1 and 2,
 * with the rate in the decay as in PyTorch. Acts on weights, not on biases and gains: the factor is
 * {@code Parameters.Group.decayFactor}.
 *
 * @param weightDecay part of a weight that a step with rate 1 takes away, at least 0
 * @param optimizer takes the step
 */
@Description("Another optimizer, with weight decay that is kept apart from the gradients.")
@Formula("w = w - rate * weight-decay * w, then the optimizer's step")
@Source(
    "Loshchilov and Hutter, \"Decoupled weight decay regularization\", ICLR 2019, "
        + "algorithms 1 and 2")
public record Decay(
    @Tip(value = "part of a weight that a step with rate 1 takes away", min = 0, required = true)
        Schedule weightDecay,
    @Tip(value = "the optimizer that takes the step", required = true) Optimizer optimizer)
    implements WrappingOptimizer {
  private static final UpdateRule SHRINK = new Shrink();

  public Decay {
    Check.schedule("weight-decay", weightDecay, Double.POSITIVE_INFINITY);
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    double part = rate(p) * weightDecay.at(p);
    for (int i = 0; i < parameters.groups().size(); i++) {
      Parameters.Group group = parameters.groups().get(i);
      parameters.scratch()[0] = 1 - part * group.rateFactor() * group.decayFactor();
      parameters.update(k, SHRINK, i);
    }
    optimizer.step(k, p, parameters);
  }

  private static final class Shrink implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float kept = (float) c[0];
      for (int i = from; i < to; i++) {
        w[i] = Denormals.flush(kept * w[i]);
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      for (int i = from; i < to; i++) {
        w[i] *= c[0];
      }
    }
  }
}
