// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The network is much better on the rows that it was trained on than on others: it knows them by
 * heart. Compared are the losses of both with the weights that were kept, without dropout, against
 * what a network would lose that does not see its inputs.
 */
public final class Overfitting implements Symptom {
  /** What of the gain on training rows is lost on others. */
  private static final double LOST = 0.5;

  /** Fewer rows judge by chance. */
  private static final int ROWS = 30;

  /** Standard errors of the loss on others by which it is larger at least. */
  private static final double SURE = 2;

  @Override
  public String name() {
    return "overfitting";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    if (e.judged().isEmpty() || e.judged().get().rows() < ROWS) {
      return Optional.empty();
    }
    double trained = e.trained().loss();
    double judged = e.judged().get().loss();
    double blind = Underfitting.blind(e);
    double lost = (judged - trained) / (blind - trained);
    boolean sure = judged - trained > SURE * e.judged().get().lossError();
    if (!(blind > trained) || !(lost > LOST) || !sure) {
      return Optional.empty();
    }
    List<Advice> advice = new ArrayList<>();
    Prescription.layers(e, Overfitting::dropped).ifPresent(advice::add);
    advice.add(new Advice(Knob.REGULARIZER, "l2(0.001)"));
    advice.add(
        e.how().validationRows() > 0
            ? new Advice(Knob.PATIENCE, String.valueOf(Math.max(5, e.history().size() / 10)))
            : new Advice(Knob.VALIDATION, "10"));
    return Optional.of(
        new Finding(
            name(),
            "the loss is "
                + Numbers.say(trained)
                + " on training rows and "
                + Numbers.say(judged)
                + " on others, which is "
                + Numbers.percent(lost)
                + " of the way to knowing nothing ("
                + Numbers.say(blind)
                + ")",
            advice));
  }

  /** Dropout behind every dense layer that has none. */
  static String dropped(String layers) {
    return layers.contains("dropout")
        ? layers
        : layers.replaceAll("(dense\\([^()]*\\))", "$1, dropout(0.3)");
  }
}
