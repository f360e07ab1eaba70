// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Falls like a power of one over the number of steps: {@code initial / (1 + gamma * step)^power};
 * the value changes with every step and does not depend on the length of an epoch. As {@code inv}
 * of Caffe and {@code InverseSchedule} of Deeplearning4j by iterations.
 *
 * @param initial first value, at least 0
 * @param gamma how fast it falls, at least 0
 * @param power exponent, at least 0
 */
@Description("Falls like a power of one over the number of steps.")
@Formula("initial / (1 + gamma * step)^power")
@Source(
    "Bottou, \"Stochastic gradient descent tricks\", in: Neural Networks: Tricks of "
        + "the Trade, 2012, section 5.2")
public record Inverse(
    @Tip(value = "first value", min = 0, required = true) double initial,
    @Tip(value = "how fast it falls with each step", min = 0) double gamma,
    @Tip(value = "exponent", min = 0) double power)
    implements Schedule {
  public Inverse {
    Limits.atLeastZero("initial", initial);
    Limits.atLeastZero("gamma", gamma);
    Limits.atLeastZero("power", power);
  }

  @Override
  public double at(Progress p) {
    return initial * Math.pow(1 + gamma * p.step(), -power);
  }
}
