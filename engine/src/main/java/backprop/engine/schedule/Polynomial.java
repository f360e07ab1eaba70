// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Goes from one value to another along a power: {@code end + (initial - end) * (1 - t)^power} with
 * t the finished part of the run; {@code power = 1} is a straight line. As {@code PolynomialDecay}
 * of Keras without cycles.
 *
 * @param initial first value, at least 0
 * @param end value when the planned epochs are over and from then on, at least 0
 * @param power exponent, above 0
 */
@Description("From one value to another along a power of what is left of the run.")
@Formula("end + (initial - end) * (1 - t)^power, t the finished part of the run")
@Source(
    "Chen, Papandreou, Kokkinos, Murphy and Yuille, \"DeepLab: semantic image "
        + "segmentation with deep convolutional nets, atrous convolution, and fully "
        + "connected CRFs\", IEEE Transactions on Pattern Analysis and Machine "
        + "Intelligence 40, 2018, the poly policy")
public record Polynomial(
    @Tip(value = "first value", min = 0, required = true) double initial,
    @Tip(value = "last value", min = 0) double end,
    @Tip(value = "exponent; 1 is a straight line", above = 0) double power)
    implements Schedule {
  public Polynomial {
    Limits.atLeastZero("initial", initial);
    Limits.atLeastZero("end", end);
    Limits.positive("power", power);
  }

  @Override
  public double at(Progress p) {
    return end + (initial - end) * Math.pow(1 - Math.min(1, p.fraction()), power);
  }
}
