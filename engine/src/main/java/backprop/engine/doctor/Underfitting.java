// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.Optional;

/**
 * The network is hardly better on its own training rows than one that does not see its inputs:
 * layers too small or regularized too much, or inputs that say nothing about the target.
 */
public final class Underfitting implements Symptom {
  /** The least that is won over knowing nothing. */
  private static final double GAIN = 0.03;

  private static final int ROWS = 30;

  /** The standard error of the loss, as a part of it: where it is larger, chance decides. */
  private static final double KNOWN = 0.15;

  @Override
  public String name() {
    return "underfitting";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    double blind = blind(e);
    double loss = e.trained().loss();
    double gain = (blind - loss) / Math.abs(blind);
    boolean known = e.trained().lossError() < KNOWN * blind;
    if (!(gain < GAIN) || !known || e.trained().rows() < ROWS) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            name(),
            "the loss on training rows is "
                + Numbers.say(loss)
                + ", hardly less than the "
                + Numbers.say(blind)
                + " of predictions made for other rows: the inputs are not used",
            new Advice(Knob.LAYERS, "dense(64, relu), dense(64, relu)"),
            new Advice(Knob.REGULARIZER, "none")));
  }

  /**
   * What the network would lose if it could not see its inputs: its loss when each row gets the
   * prediction of another one.
   */
  static double blind(Examination e) {
    return e.trained().strangersLoss();
  }
}
