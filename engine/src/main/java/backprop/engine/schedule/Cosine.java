// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Falls along half a cosine: {@code end + (initial - end) / 2 * (1 + cos(pi * t))} with t the
 * finished part of the run (Loshchilov and Hutter, "SGDR: Stochastic gradient descent with warm
 * restarts", ICLR 2017, equation 5, without restarts).
 *
 * @param initial first value, at least 0
 * @param end value when the planned epochs are over and from then on, at least 0
 */
@Description("From one value to another along half a cosine.")
@Formula("end + (initial - end) / 2 * (1 + cos(pi * t)), t the finished part of the run")
@Source(
    "Loshchilov and Hutter, \"SGDR: stochastic gradient descent with warm "
        + "restarts\", ICLR 2017, equation 5")
public record Cosine(
    @Tip(value = "first value", min = 0, required = true) double initial,
    @Tip(value = "last value", min = 0) double end)
    implements Schedule {
  public Cosine {
    Limits.atLeastZero("initial", initial);
    Limits.atLeastZero("end", end);
  }

  @Override
  public double at(Progress p) {
    return between(initial, end, Math.min(1, p.fraction()));
  }

  /** From {@code a} at 0 to {@code b} at 1 along half a cosine. */
  static double between(double a, double b, double t) {
    return b + (a - b) / 2 * (1 + Math.cos(Math.PI * t));
  }
}
