// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Falls in steps: {@code initial * factor^floor(epoch / every)}, as {@code StepLR} of PyTorch.
 *
 * @param initial first value, at least 0
 * @param factor what each step multiplies by, in (0, 1]
 * @param every epochs between two steps, above 0
 */
@Description("Multiplied by a factor every so many epochs.")
@Formula("initial * factor^floor(epoch / every)")
@Source(
    "He, Zhang, Ren and Sun, \"Deep residual learning for image recognition\", CVPR "
        + "2016, section 3.4")
public record Step(
    @Tip(value = "first value", min = 0, required = true) double initial,
    @Tip(value = "what each step multiplies by", above = 0, max = 1) double factor,
    @Tip(value = "time between two steps", unit = "epochs", above = 0) double every)
    implements Schedule {
  public Step {
    Limits.atLeastZero("initial", initial);
    Limits.positive("factor", factor);
    Limits.fraction("factor", factor);
    Limits.positive("every", every);
  }

  @Override
  public double at(Progress p) {
    return initial * Math.pow(factor, Math.floor(p.epoch() / every));
  }
}
