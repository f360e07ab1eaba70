// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.model.EpochRecord;
import java.util.List;
import java.util.Optional;

/**
 * The best epoch, by the loss of validation rows, was long before the last, and nothing would have
 * ended the training; the time since then was in vain. Without validation rows: the training loss
 * was next to nothing for most of the run.
 */
public final class TooManyEpochs implements Symptom {
  private static final int EPOCHS = 20;

  /** The best epoch comes before this part of the run. */
  private static final double EARLY = 0.4;

  /** By how much the loss of validation rows is worse at the end. */
  private static final double WORSE = 1.05;

  /** A loss that is nothing, as a part of the first epoch's. */
  private static final double NOTHING = 1e-3;

  @Override
  public String name() {
    return "too-many-epochs";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    List<EpochRecord> history = e.history();
    if (history.size() < EPOCHS || e.patient()) {
      return Optional.empty();
    }
    return e.how().validationRows() > 0 ? validated(e, history) : nothingLeft(history);
  }

  private Optional<Finding> validated(Examination e, List<EpochRecord> history) {
    EpochRecord best = history.get(0);
    for (EpochRecord r : history) {
      best = r.validationLoss() < best.validationLoss() ? r : best;
    }
    double end = Numbers.mean(Descent.losses(history), history.size() * 4 / 5, history.size());
    if (!(best.epoch() < EARLY * history.size()) || !(end > WORSE * best.validationLoss())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            name(),
            "the validation loss was least in epoch "
                + best.epoch()
                + " of "
                + history.size()
                + ", "
                + Numbers.say(best.validationLoss())
                + ", and is "
                + Numbers.say(end)
                + " at the end",
            new Advice(Knob.PATIENCE, String.valueOf(Math.max(5, best.epoch() / 2))),
            new Advice(Knob.EPOCHS, String.valueOf(best.epoch() + best.epoch() / 4 + 1))));
  }

  private Optional<Finding> nothingLeft(List<EpochRecord> history) {
    double limit = NOTHING * history.get(0).trainingLoss();
    for (EpochRecord r : history) {
      if (r.trainingLoss() < limit) {
        return r.epoch() < EARLY * history.size()
            ? Optional.of(
                Finding.of(
                    name(),
                    "the training loss was down to "
                        + Numbers.say(r.trainingLoss())
                        + " in epoch "
                        + r.epoch()
                        + " of "
                        + history.size()
                        + ", there was nothing left to learn",
                    new Advice(Knob.EPOCHS, String.valueOf(2 * r.epoch()))))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
