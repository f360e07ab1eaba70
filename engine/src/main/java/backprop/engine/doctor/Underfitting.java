// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.model.EpochRecord;
import java.util.List;
import java.util.Optional;

/**
 * The network is hardly better on its own training rows than one that does not see its inputs:
 * layers too small or regularized too much, or inputs that say nothing about the target. The last
 * is meant where training rows were learned better and better in the end, and others worse.
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
    if (stoppedByJudges(e)) {
      return Optional.of(
          Finding.of(
              name(),
              "the best epoch was "
                  + e.how().bestEpoch()
                  + ", and its loss on training rows is "
                  + Numbers.say(loss)
                  + ", hardly less than the "
                  + Numbers.say(blind)
                  + " of predictions made for other rows: what was learned of the inputs after it"
                  + " did not hold for validation rows",
              new Advice(
                  Knob.DATA, "more rows, or attributes that have more to do with the class")));
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

  /** Whether a network that went on learning was called back, since it learned nothing general. */
  private static boolean stoppedByJudges(Examination e) {
    int best = e.how().bestEpoch();
    List<EpochRecord> all = e.history();
    if (best < 1 || best >= all.size() || Double.isNaN(all.get(best - 1).validationLoss())) {
      return false;
    }
    EpochRecord kept = all.get(best - 1);
    EpochRecord last = all.get(all.size() - 1);
    return last.validationLoss() > kept.validationLoss()
        && last.trainingLoss() < kept.trainingLoss();
  }

  /**
   * What the network would lose if it could not see its inputs: its loss when each row gets the
   * prediction of another one.
   */
  static double blind(Examination e) {
    return e.trained().strangersLoss();
  }
}
