// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Up and down again once: along half a cosine from {@code maximum / divide} to the maximum in the
 * first part of the run, then along half a cosine down to {@code maximum / divide / finalDivide}
 * (Smith and Topin, "Super-convergence", 2018; the cosine form and the defaults of PyTorch's {@code
 * OneCycleLR}).
 *
 * @param maximum the highest value, at least 0
 * @param rise part of the run that the way up takes, in [0, 1]
 * @param divide maximum over first value, at least 1
 * @param finalDivide first value over last value, at least 1
 */
@Description("Once up to a maximum and then down close to zero.")
@Formula(
    "from maximum / divide up to maximum along half a cosine while t < rise, then "
        + "down to maximum / divide / final-divide, t the finished part of the run")
@Source(
    "Smith and Topin, \"Super-convergence: very fast training of neural networks "
        + "using large learning rates\", 2018, arXiv 1708.07120")
public record OneCycle(
    @Tip(value = "highest value", min = 0, required = true) double maximum,
    @Tip(value = "part of the run that the way up takes", min = 0, max = 1) double rise,
    @Tip(value = "highest value over first value", min = 1) double divide,
    @Tip(value = "first value over last value", min = 1) double finalDivide)
    implements Schedule {
  public OneCycle {
    Limits.atLeastZero("maximum", maximum);
    Limits.fraction("rise", rise);
    Limits.atLeastOne("divide", divide);
    Limits.atLeastOne("final-divide", finalDivide);
  }

  @Override
  public double at(Progress p) {
    double t = Math.min(1, p.fraction());
    double first = maximum / divide;
    return t < rise || rise == 1
        ? Cosine.between(first, maximum, t / rise)
        : Cosine.between(maximum, first / finalDivide, (t - rise) / (1 - rise));
  }
}
