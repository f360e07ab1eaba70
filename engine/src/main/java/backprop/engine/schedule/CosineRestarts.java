// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Half a cosine again and again: {@code end + (initial - end) / 2 * (1 + cos(pi * t))}, t the
 * finished part of the present period; the first period lasts {@code period} epochs, each next one
 * {@code multiplier} times as long. At a restart the value jumps back to the initial one. As {@code
 * CosineAnnealingWarmRestarts} of PyTorch.
 *
 * @param initial value at the start of each period, at least 0
 * @param period length of the first period in epochs, above 0
 * @param multiplier length of a period over that of the one before, at least 1
 * @param end value at the end of each period, at least 0
 */
@Description("Half a cosine down, again and again, in longer and longer periods.")
@Formula(
    "end + (initial - end) / 2 * (1 + cos(pi * t)), t the finished part of the "
        + "period; period n lasts period * multiplier^n epochs")
@Source(
    "Loshchilov and Hutter, \"SGDR: stochastic gradient descent with warm restarts\", "
        + "ICLR 2017, equation 5")
public record CosineRestarts(
    @Tip(value = "value at the start of each period", min = 0, required = true) double initial,
    @Tip(value = "length of the first period", unit = "epochs", above = 0) double period,
    @Tip(value = "length of a period over that of the one before", min = 1) double multiplier,
    @Tip(value = "value at the end of each period", min = 0) double end)
    implements Schedule {
  public CosineRestarts {
    Limits.atLeastZero("initial", initial);
    Limits.positive("period", period);
    Limits.atLeastOne("multiplier", multiplier);
    Limits.atLeastZero("end", end);
  }

  @Override
  public double at(Progress p) {
    return Cosine.between(initial, end, Math.max(0, Math.min(1, finished(p.epoch() / period))));
  }

  /** The finished part of the present period, from the time in first periods. */
  private double finished(double time) {
    if (multiplier == 1) {
      return time - Math.floor(time);
    }
    // n periods take (multiplier^n - 1) / (multiplier - 1); rounding may find one too few or many.
    double n = Math.floor(Math.log1p(time * (multiplier - 1)) / Math.log(multiplier));
    double length = Math.pow(multiplier, n);
    double t = (time - (length - 1) / (multiplier - 1)) / length;
    return t < 0 ? t * multiplier + 1 : t >= 1 ? (t - 1) / multiplier : t;
  }
}
