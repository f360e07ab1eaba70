// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hidden units behind a sigmoid, a tanh or the like that are at one of its ends for nearly every
 * row: what reaches their weights is next to nothing.
 *
 * <p>Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
 * networks", AISTATS 2010, section 3.
 */
public final class SaturatedUnits implements Symptom {
  private static final double SHARE = 0.5;
  private static final int ROWS = 20;

  @Override
  public String name() {
    return "saturated-units";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    List<String> parts = new ArrayList<>();
    for (Units u : e.trained().units()) {
      if (u.kind() == Units.Kind.SATURATING && u.share() >= SHARE && e.trained().rows() >= ROWS) {
        parts.add(u.stuck() + " of " + u.units() + " units of " + u.path());
      }
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    List<Advice> advice = new ArrayList<>();
    if (e.hasRate()) {
      advice.add(Prescription.rate(e, 0.1));
    }
    advice.add(new Advice(Knob.REGULARIZER, "l2(0.001)"));
    return Optional.of(
        new Finding(
            name(),
            String.join(", ", parts)
                + " are at an end of their activation, where it is flat, for 95% or more of "
                + e.trained().rows()
                + " rows",
            advice));
  }
}
