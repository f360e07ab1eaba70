// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.schedule.Progress;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Adam.
 *
 * <pre>
 *   m = beta1 * m + (1 - beta1) * g;   v = beta2 * v + (1 - beta2) * g^2
 *   w = w - rate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon),   t = 1, 2, ...
 * </pre>
 *
 * <p>Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1, with its
 * defaults; the same as PyTorch's {@code Adam} without weight decay. t is {@link Progress#step} +
 * 1, so slots and progress belong together. With {@code amsgrad}, the largest v so far takes v's
 * place in the divisor (Reddi, Kale and Kumar, "On the convergence of Adam and beyond", ICLR 2018,
 * algorithm 2, with the bias correction of PyTorch's {@code amsgrad}). Slots: m, v, and the largest
 * v with AMSGrad.
 *
 * @param rate learning rate, at least 0
 * @param beta1 what one step keeps of the mean, in [0, 1)
 * @param beta2 what one step keeps of the mean square, in [0, 1)
 * @param epsilon keeps the divisor from 0, above 0
 * @param amsgrad whether the divisor never falls
 */
@Keyed
@Description("Adam: running means of gradients and of their squares, with bias correction.")
@Formula(
    "m = beta1 * m + (1 - beta1) * g; v = beta2 * v + (1 - beta2) * g^2; w = w - "
        + "rate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)")
@Source(
    "Kingma and Ba, \"Adam: a method for stochastic optimization\", ICLR 2015, " + "algorithm 1")
public record Adam(
    @Tip(value = "learning rate", above = 0) Schedule rate,
    @Tip(value = "what one step keeps of the mean", min = 0, below = 1) double beta1,
    @Tip(value = "what one step keeps of the mean square", min = 0, below = 1) double beta2,
    @Tip(value = "keeps the divisor from 0", above = 0) double epsilon,
    @Tip("whether the mean square never falls") boolean amsgrad)
    implements Optimizer {
  public Adam {
    Check.rate(rate);
    Check.number("beta1", beta1, 1);
    Check.number("beta2", beta2, 1);
    Check.positive("epsilon", epsilon);
  }

  /** With the paper's defaults. */
  public Adam(Schedule rate) {
    this(rate, 0.9, 0.999, 1e-8);
  }

  /** Without AMSGrad. */
  public Adam(Schedule rate, double beta1, double beta2, double epsilon) {
    this(rate, beta1, beta2, epsilon, false);
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
    AdamRule.step(k, p, parameters, rate(p), beta1, beta2, epsilon, 0, amsgrad);
  }
}
