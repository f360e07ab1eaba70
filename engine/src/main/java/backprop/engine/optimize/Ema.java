// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.schedule.Progress;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Another optimizer, with an exponential moving average of the weights after each step, which is
 * judged (by validation rows and early stopping) and kept in place of them:
 *
 * <pre>
 *   a = a + (1 - decay) / (1 - decay^t) * (w - a),   t = 1, 2, ...
 * </pre>
 *
 * <p>Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992, with
 * exponential weights; the divisor, which makes them sum to 1 from the first step on, is that of
 * Adam's bias correction, so that the first weights have no part in the average. Where the network
 * has running moments (batch normalization), they are gathered anew for the averaged weights by a
 * pass over the training rows whenever these are judged. Training itself does not see the average.
 * Slots: the inner optimizer's, and a.
 *
 * @param decay what one step keeps of the average, in [0, 1)
 * @param optimizer takes the steps
 */
@Description("Another optimizer, with a moving average of the weights as the result.")
@Formula("a = a + (1 - decay) / (1 - decay^t) * (w - a) after each step; a is the result")
@Source(
    "Polyak and Juditsky, \"Acceleration of stochastic approximation by averaging\", "
        + "SIAM Journal on Control and Optimization 30, 1992; with exponential weights")
public record Ema(
    @Tip(value = "what one step keeps of the average", min = 0, below = 1, required = true)
        double decay,
    @Tip(value = "the optimizer that takes the steps", required = true) Optimizer optimizer)
    implements WrappingOptimizer {
  public Ema {
    Check.number("decay", decay, 1);
  }

  @Override
  public int ownSlots() {
    return 1;
  }

  @Override
  public int keptSlot(Progress p) {
    return p.step() == 0 ? -1 : optimizer.slots();
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    optimizer.step(k, p, parameters);
    double part = (1 - decay) / (1 - Math.pow(decay, p.step() + 1.0));
    AverageRule.add(k, parameters, optimizer.slots(), part);
  }
}
