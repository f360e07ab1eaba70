// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Falls at given epochs: {@code initial * factor^n}, n the number of milestones that are reached,
 * as {@code MultiStepLR} of PyTorch. Milestones may be fractions of an epoch and in any order.
 *
 * @param initial first value, at least 0
 * @param factor what each milestone multiplies by, in (0, 1]
 * @param milestones finished epochs after which it falls, each at least 0
 */
@Keyed
@Description("Multiplied by a factor at given epochs.")
@Formula("initial * factor^n, n the number of milestones <= epoch")
@Source(
    "He, Zhang, Ren and Sun, \"Deep residual learning for image recognition\", CVPR "
        + "2016, section 4.2")
public record MultiStep(
    @Tip(value = "first value", min = 0, required = true) double initial,
    @Tip(value = "what each milestone multiplies by", above = 0, max = 1) double factor,
    @Tip(value = "when it falls", unit = "epochs", min = 0) List<Double> milestones)
    implements Schedule {
  public MultiStep {
    Limits.atLeastZero("initial", initial);
    Limits.positive("factor", factor);
    Limits.fraction("factor", factor);
    milestones = List.copyOf(milestones);
    for (double m : milestones) {
      Limits.atLeastZero("a milestone", m);
    }
  }

  @Override
  public double at(Progress p) {
    double value = initial;
    double epoch = p.epoch();
    for (int i = 0; i < milestones.size(); i++) {
      value *= epoch >= milestones.get(i) ? factor : 1;
    }
    return value;
  }
}
