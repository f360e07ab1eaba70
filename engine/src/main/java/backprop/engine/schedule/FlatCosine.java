// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Stays, then falls along half a cosine: {@code initial} while {@code t < flat}, then {@code end +
 * (initial - end) / 2 * (1 + cos(pi * (t - flat) / (1 - flat)))} with t the finished part of the
 * run ("flat_cos" of Holzmueller, Grinsztajn and Steinwart, "Better by default", NeurIPS 2024).
 *
 * @param initial first value, at least 0
 * @param flat part of the run that it stays, in [0, 1]
 * @param end value when the planned epochs are over and from then on, at least 0
 */
@Description("Stays for a part of the run, then goes to another value along half a cosine.")
@Formula(
    "initial while t < flat, then end + (initial - end) / 2 * (1 + cos(pi * (t - "
        + "flat) / (1 - flat))), t the finished part of the run")
@Source(
    "Holzmueller, Grinsztajn and Steinwart, \"Better by default: strong pre-tuned "
        + "MLPs and boosted trees on tabular data\", NeurIPS 2024")
public record FlatCosine(
    @Tip(value = "first value", min = 0, required = true) double initial,
    @Tip(value = "part of the run that it stays", min = 0, max = 1) double flat,
    @Tip(value = "last value", min = 0) double end)
    implements Schedule {
  public FlatCosine {
    Limits.atLeastZero("initial", initial);
    Limits.fraction("flat", flat);
    Limits.atLeastZero("end", end);
  }

  @Override
  public double at(Progress p) {
    double t = Math.min(1, p.fraction());
    if (t >= 1) {
      return end;
    }
    return t < flat ? initial : Cosine.between(initial, end, (t - flat) / (1 - flat));
  }
}
