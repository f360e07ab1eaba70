// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.Optional;

/**
 * The loss is still coming down when the last planned epoch is done, or there were so few steps in
 * all that weights could not get far.
 */
public final class TooFewEpochs implements Symptom {
  private static final int FACTOR = 3;

  /** Fewer steps than this are few for any network. */
  private static final int FEW_STEPS = 100;

  /** Steps that are proposed where there were fewer. */
  private static final int STEPS = 500;

  /** A loss below this part of the loss of knowing nothing needs no more steps. */
  private static final double DONE = 0.1;

  @Override
  public String name() {
    return "too-few-epochs";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    if (!e.ranToTheEnd() || e.history().isEmpty() || RateTooLow.smallSteps(e)) {
      return Optional.empty();
    }
    int epochs = e.history().size();
    long steps = e.steps();
    if (steps > 0 && steps < FEW_STEPS && e.trained().loss() > DONE * Underfitting.blind(e)) {
      long more = (STEPS * (long) epochs + steps - 1) / steps;
      return finding(
          "there were " + steps + " steps in " + epochs + (epochs == 1 ? " epoch" : " epochs"),
          more);
    }
    return stillFalling(e)
        ? finding(Descent.of(e.history()).say() + ", of " + epochs + " epochs", FACTOR * epochs)
        : Optional.empty();
  }

  private Optional<Finding> finding(String sentence, long epochs) {
    return Optional.of(
        Finding.of(name(), sentence, new Advice(Knob.EPOCHS, String.valueOf(epochs))));
  }

  /** Whether all planned epochs are done while the loss is still coming down. */
  static boolean stillFalling(Examination e) {
    return e.ranToTheEnd()
        && e.history().size() >= Descent.EPOCHS
        && Descent.of(e.history()).falling();
  }
}
