// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The loss is still coming down at the end, and steps are so small that larger ones would help. */
public final class RateTooLow implements Symptom {
  /** Updates below this part of the weights are small: a third of what is usual. */
  private static final double SMALL = 3e-4;

  private static final double FACTOR = 10;

  /** A loss that is still above this part of the first epoch's has hardly come down. */
  private static final double HARDLY = 0.9;

  @Override
  public String name() {
    return "rate-too-low";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    if (!smallSteps(e) || !(TooFewEpochs.stillFalling(e) || nothingHappened(e))) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            name(),
            Descent.of(e.history()).say()
                + ", and a step changes the weights by "
                + Numbers.say(typical(e))
                + " of their size only",
            Prescription.rate(e, FACTOR)));
  }

  /** Whether steps are known to be small. */
  static boolean smallSteps(Examination e) {
    return typical(e) < SMALL;
  }

  /** Whether the loss has hardly come down at all, which it then does in a straight line. */
  private static boolean nothingHappened(Examination e) {
    double[] losses = Descent.losses(e.history());
    return losses.length >= Descent.EPOCHS
        && losses[losses.length - 1] > HARDLY * losses[0]
        && Descent.of(e.history()).part() > 0;
  }

  private static double typical(Examination e) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < e.vitals().layers().size(); i++) {
      ratios.add(UpdateRatio.typical(e.vitals(), i));
    }
    return Numbers.median(ratios);
  }
}
