// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.Optional;

/**
 * Input columns whose numbers are far from those of the order of 1 that weights start for: one
 * drowns the others, and the loss becomes a narrow valley.
 *
 * <p>LeCun, Bottou, Orr and Mueller, "Efficient BackProp", in Neural Networks: Tricks of the Trade,
 * 1998, section 4.3.
 */
public final class UnscaledInputs implements Symptom {
  private static final double LARGE = 5;

  @Override
  public String name() {
    return "unscaled-inputs";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    InputColumns x = e.trained().inputs();
    if (x.indices()) {
      return Optional.empty();
    }
    int bad = 0;
    int worst = -1;
    double most = LARGE;
    for (int c = 0; c < x.columns(); c++) {
      double size = Math.hypot(x.means()[c], x.deviations()[c]);
      if (size > LARGE) {
        bad++;
      }
      if (size > most) {
        worst = c;
        most = size;
      }
    }
    if (worst < 0) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            name(),
            bad
                + " of "
                + x.columns()
                + " input columns are far from the order of 1; column "
                + (worst + 1)
                + " has mean "
                + Numbers.say(x.means()[worst])
                + " and deviation "
                + Numbers.say(x.deviations()[worst]),
            new Advice(
                Knob.DATA,
                "give each input a mean of 0 and a deviation of 1 over the training rows, and the"
                    + " same shift and factor to all other rows")));
  }
}
