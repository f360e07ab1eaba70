// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Falls exponentially: {@code initial * factor^epoch}, where the epoch counts in fractions, so that
 * the value changes with every step; at whole epochs this is {@code ExponentialLR} of PyTorch.
 *
 * @param initial first value, at least 0
 * @param factor what one epoch multiplies by, in (0, 1]
 */
@Description("Multiplied by a factor in the course of each epoch.")
@Formula("initial * factor^epoch, epoch in fractions")
@Source(
    "Senior, Heigold, Ranzato and Yang, \"An empirical study of learning rates in "
        + "deep neural networks for speech recognition\", ICASSP 2013")
public record Exponential(
    @Tip(value = "first value", min = 0, required = true) double initial,
    @Tip(value = "what one epoch multiplies by", above = 0, max = 1) double factor)
    implements Schedule {
  public Exponential {
    Limits.atLeastZero("initial", initial);
    Limits.positive("factor", factor);
    Limits.fraction("factor", factor);
  }

  @Override
  public double at(Progress p) {
    return initial * Math.pow(factor, p.epoch());
  }
}
