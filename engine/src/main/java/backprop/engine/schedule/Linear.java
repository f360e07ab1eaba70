// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Goes from one value to another in a straight line over some epochs, and stays there: {@code
 * initial + (end - initial) * min(1, epoch / epochs)}, where the epoch counts in fractions. With 0
 * epochs the line takes the whole planned run. As {@code LinearLR} of PyTorch with values instead
 * of factors.
 *
 * @param initial first value, at least 0
 * @param end last value, at least 0
 * @param epochs length of the line, at least 0; 0 for the whole run
 */
@Description("From one value to another in a straight line.")
@Formula("initial + (end - initial) * min(1, epoch / epochs), the whole run where epochs " + "is 0")
@Source(
    "Smith and Topin, \"Super-convergence: very fast training of neural networks "
        + "using large learning rates\", 2018, arXiv 1708.07120, section 3")
public record Linear(
    @Tip(value = "first value", min = 0, required = true) double initial,
    @Tip(value = "last value", min = 0) double end,
    @Tip(value = "length of the line; 0 for the whole run", unit = "epochs", min = 0) double epochs)
    implements Schedule {
  public Linear {
    Limits.atLeastZero("initial", initial);
    Limits.atLeastZero("end", end);
    Limits.atLeastZero("epochs", epochs);
  }

  @Override
  public double at(Progress p) {
    double t = Math.min(1, epochs == 0 ? p.fraction() : p.epoch() / epochs);
    return t >= 1 ? end : initial + (end - initial) * t;
  }
}
