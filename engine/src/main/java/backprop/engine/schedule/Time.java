// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Falls like one over the time: {@code initial / (1 + decay * epoch)}, where the epoch counts in
 * fractions, so that the value changes with every step. As {@code InverseTimeDecay} of Keras with
 * an epoch of decay steps.
 *
 * @param initial first value, at least 0
 * @param decay how much of itself an epoch takes away at first, at least 0
 */
@Description("Falls like one over the number of epochs.")
@Formula("initial / (1 + decay * epoch), epoch in fractions")
@Source(
    "Robbins and Monro, \"A stochastic approximation method\", Annals of Mathematical "
        + "Statistics 22, 1951")
public record Time(
    @Tip(value = "first value", min = 0, required = true) double initial,
    @Tip(value = "how much an epoch takes away at first", min = 0) double decay)
    implements Schedule {
  public Time {
    Limits.atLeastZero("initial", initial);
    Limits.atLeastZero("decay", decay);
  }

  @Override
  public double at(Progress p) {
    return initial / (1 + decay * p.epoch());
  }
}
