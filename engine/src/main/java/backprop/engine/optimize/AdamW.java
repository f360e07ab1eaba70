// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.schedule.Progress;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Adam with decoupled weight decay: {@code w = w - rate * weightDecay * w}, then the step of {@link
 * Adam}; the decay is not part of the gradient.
 *
 * <p>Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2, in the
 * form and with the defaults of PyTorch's {@code AdamW}: the decay is multiplied by the learning
 * rate (the paper multiplies it by the schedule only). It acts on weights, not on biases and gains:
 * the factor is {@code Parameters.Group.decayFactor}. Slots: as {@link Adam}.
 *
 * @param rate learning rate, at least 0
 * @param beta1 what one step keeps of the mean, in [0, 1)
 * @param beta2 what one step keeps of the mean square, in [0, 1)
 * @param epsilon keeps the divisor from 0, above 0
 * @param weightDecay part of a weight that a step with rate 1 takes away, at least 0
 * @param amsgrad whether the divisor never falls, as in {@link Adam}
 */
@Keyed
@Name("adamw")
@Description("Adam with weight decay that is kept apart from the gradients.")
@Formula("w = w - rate * weight-decay * w, then a step of adam")
@Source(
    "Loshchilov and Hutter, \"Decoupled weight decay regularization\", ICLR 2019, " + "algorithm 2")
public record AdamW(
    @Tip(value = "learning rate", above = 0) Schedule rate,
    @Tip(value = "what one step keeps of the mean", min = 0, below = 1) double beta1,
    @Tip(value = "what one step keeps of the mean square", min = 0, below = 1) double beta2,
    @Tip(value = "keeps the divisor from 0", above = 0) double epsilon,
    @Tip(value = "part of a weight that a step with rate 1 takes away", min = 0)
        Schedule weightDecay,
    @Tip("whether the mean square never falls") boolean amsgrad)
    implements Optimizer {
  public AdamW {
    Check.rate(rate);
    Check.number("beta1", beta1, 1);
    Check.number("beta2", beta2, 1);
    Check.positive("epsilon", epsilon);
    Check.schedule("weight-decay", weightDecay, Double.POSITIVE_INFINITY);
  }

  /** With PyTorch's defaults. */
  public AdamW(Schedule rate, Schedule weightDecay) {
    this(rate, 0.9, 0.999, 1e-8, weightDecay);
  }

  /** Without AMSGrad. */
  public AdamW(Schedule rate, double beta1, double beta2, double epsilon, Schedule weightDecay) {
    this(rate, beta1, beta2, epsilon, weightDecay, false);
  }

  @Override
  public int slots() {
    return amsgrad ? 3 : 2;
  }

  @Override
  public double rate(Progress p) {
    return rate.at(p) * p.rateScale();
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    AdamRule.step(k, p, parameters, rate(p), beta1, beta2, epsilon, weightDecay.at(p), amsgrad);
  }
}
