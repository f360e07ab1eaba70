// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Another schedule, reached gradually: {@code schedule * min(1, (step + 1) / (epochs * steps per
 * epoch))}. The inner schedule's clock starts with the run, so a step at epoch 30 stays at epoch 30
 * (Goyal et al., "Accurate, large minibatch SGD: Training ImageNet in 1 hour", 2017, section 2.2).
 *
 * @param epochs length of the ascent, at least 0; fractions are allowed
 * @param schedule what it leads to
 */
@Description("Another schedule, reached in a straight line over the first epochs.")
@Formula("schedule * min(1, (step + 1) / (epochs * steps per epoch))")
@Source(
    "Goyal et al., \"Accurate, large minibatch SGD: training ImageNet in 1 hour\", "
        + "2017, arXiv 1706.02677, section 2.2")
public record WarmUp(
    @Tip(value = "length of the ascent", unit = "epochs", min = 0, required = true) double epochs,
    @Tip(value = "the schedule that it leads to", required = true) Schedule schedule)
    implements Schedule {
  public WarmUp {
    Limits.atLeastZero("epochs", epochs);
  }

  @Override
  public double at(Progress p) {
    double steps = epochs * p.stepsPerEpoch();
    double factor = p.step() + 1 >= steps ? 1 : (p.step() + 1) / steps;
    return schedule.at(p) * factor;
  }
}
