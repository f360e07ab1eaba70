// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * One schedule after another: each has its turn for a given number of epochs, the last one until
 * the end. Their clock is that of the run, as for {@link WarmUp}: a {@code step} that falls at
 * epoch 30 does so at epoch 30 of the run, whoever had the turn before. Other than {@code
 * SequentialLR} of PyTorch, whose schedules start anew.
 *
 * @param epochs length of each turn but the last, above 0; fractions are allowed
 * @param schedules the schedules, one more than there are lengths
 */
@Keyed
@Description("One schedule after another.")
@Formula("schedule i while the turns before it and its own last")
@Source("The rule in this form is that of SequentialLR of PyTorch, with one clock for " + "all")
public record Join(
    @Tip(value = "length of each turn but the last", unit = "epochs", above = 0, required = true)
        List<Double> epochs,
    @Tip(value = "the schedules, one more than lengths", required = true) List<Schedule> schedules)
    implements Schedule {
  public Join {
    epochs = List.copyOf(epochs);
    schedules = List.copyOf(schedules);
    if (schedules.size() != epochs.size() + 1) {
      throw new IllegalArgumentException(
          "there are "
              + schedules.size()
              + " schedules, allowed are one more than the "
              + epochs.size()
              + " lengths in epochs");
    }
    for (double e : epochs) {
      Limits.positive("a length", e);
    }
  }

  @Override
  public double at(Progress p) {
    double end = 0;
    int turn = 0;
    while (turn < epochs.size() && p.epoch() >= end + epochs.get(turn)) {
      end += epochs.get(turn);
      turn++;
    }
    return schedules.get(turn).at(p);
  }
}
