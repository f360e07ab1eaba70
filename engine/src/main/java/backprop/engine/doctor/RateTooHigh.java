// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.Optional;

/**
 * Training diverged and had to be taken back, or the loss jumps up and down from epoch to epoch
 * instead of coming down.
 */
public final class RateTooHigh implements Symptom {
  /** Epochs that tell. */
  private static final int EPOCHS = 8;

  /** How far the loss goes up in all, as a part of what it comes down in all. */
  private static final double UPHILL = 0.8;

  /** The typical difference between epochs as a part of the loss. */
  private static final double JUMP = 0.15;

  /** Times that the loss rises by much. */
  private static final int RISES = 3;

  /** The same as a part of the epochs. */
  private static final double OFTEN = 0.07;

  private static final double MUCH = 1.25;

  /** What is little in comparison with the first epoch's loss is noise. */
  private static final double LITTLE = 0.06;

  @Override
  public String name() {
    return "rate-too-high";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    if (!e.hasRate()) {
      return Optional.empty();
    }
    Optional<String> diverged =
        e.how().remarks().stream().filter(r -> r.startsWith("training diverged")).findFirst();
    String sentence = diverged.orElseGet(() -> oscillation(e));
    return sentence == null
        ? Optional.empty()
        : Optional.of(Finding.of(name(), sentence, Prescription.rate(e, 0.1)));
  }

  /** Null where it does not oscillate. */
  private static String oscillation(Examination e) {
    double[] losses = e.history().stream().mapToDouble(r -> r.trainingLoss()).toArray();
    if (losses.length < EPOCHS) {
      return null;
    }
    double up = 0;
    double down = 0;
    double[] jumps = new double[losses.length - 1];
    for (int i = 1; i < losses.length; i++) {
      double d = losses[i] - losses[i - 1];
      up += Math.max(0, d);
      down += Math.max(0, -d);
      jumps[i - 1] = Math.abs(d) / Math.max(losses[i], losses[i - 1]);
    }
    double jump = Numbers.median(jumps);
    int rises = rises(losses);
    if (rises >= Math.max(RISES, OFTEN * losses.length)) {
      return "the training loss rose by a quarter or more from one epoch to the next "
          + rises
          + " times in "
          + losses.length
          + " epochs";
    }
    if (!(up > UPHILL * down) || !(jump > JUMP)) {
      return null;
    }
    return "the training loss jumps by "
        + Numbers.percent(jump)
        + " from one epoch to the next (median), up "
        + Numbers.say(up)
        + " and down "
        + Numbers.say(down)
        + " in all";
  }

  private static int rises(double[] losses) {
    int rises = 0;
    for (int i = 1; i < losses.length; i++) {
      boolean much = losses[i] > MUCH * losses[i - 1];
      rises += much && losses[i] - losses[i - 1] > LITTLE * losses[0] ? 1 : 0;
    }
    return rises;
  }
}
