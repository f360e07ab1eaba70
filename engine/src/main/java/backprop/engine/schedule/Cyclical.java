// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Straight up and down between two values, again and again: with {@code x = |2 * s - 1|} and s the
 * finished part of the cycle, {@code minimum + (maximum - minimum) * (1 - x)}. With {@code halving}
 * (triangular2) the height of the n-th cycle, n = 0, 1, ..., is divided by {@code 2^n}. The value
 * changes with every step. As {@code CyclicLR} of PyTorch.
 *
 * @param minimum lowest value, at least 0
 * @param maximum highest value, at least 0
 * @param length length of a whole cycle in epochs, above 0; 4 to 20 in the paper
 * @param halving whether each cycle is half as high as the one before
 */
@Description("Straight up and down between two values, again and again.")
@Formula(
    "minimum + (maximum - minimum) * (1 - |2 * s - 1|), s the finished part of the "
        + "cycle; halving: the difference over 2^n in cycle n")
@Source(
    "Smith, \"Cyclical learning rates for training neural networks\", WACV 2017, " + "section 3.2")
public record Cyclical(
    @Tip(value = "lowest value", min = 0, required = true) double minimum,
    @Tip(value = "highest value", min = 0, required = true) double maximum,
    @Tip(value = "length of a cycle", unit = "epochs", above = 0) double length,
    @Tip("whether each cycle is half as high as the one before") boolean halving)
    implements Schedule {
  public Cyclical {
    Limits.atLeastZero("minimum", minimum);
    Limits.atLeastZero("maximum", maximum);
    Limits.positive("length", length);
  }

  @Override
  public double at(Progress p) {
    double time = p.epoch() / length;
    double cycle = Math.floor(time);
    double height = (maximum - minimum) * (halving ? Math.pow(2, -cycle) : 1);
    return minimum + height * (1 - Math.abs(2 * (time - cycle) - 1));
  }
}
