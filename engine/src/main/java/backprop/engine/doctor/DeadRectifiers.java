// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hidden units behind a rectifier that are 0 for every row: no gradient reaches their weights, they
 * stay as they are. Some are common and do no harm; here so many of a layer that it is a smaller
 * one than was asked for. Mostly the rate was too high for a while.
 *
 * <p>Lu, Shin, Su and Karniadakis, "Dying ReLU and initialization", 2019, arXiv 1903.06733.
 */
public final class DeadRectifiers implements Symptom {
  private static final double SHARE = 0.5;

  /** With fewer rows a unit may be 0 on all of them by chance. */
  private static final int ROWS = 20;

  @Override
  public String name() {
    return "dead-rectifiers";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    List<String> parts = new ArrayList<>();
    for (Units u : e.trained().units()) {
      if (u.kind() == Units.Kind.RECTIFIER && u.share() >= SHARE && e.trained().rows() >= ROWS) {
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
    Prescription.layers(e, t -> t.replaceAll("\\brelu\\b", "leaky-relu")).ifPresent(advice::add);
    if (advice.isEmpty()) {
      advice.add(new Advice(Knob.OPTIMIZER, "adamw(rate=cosine(0.001))"));
    }
    return Optional.of(
        new Finding(
            name(),
            String.join(", ", parts)
                + " are 0 for all of "
                + e.trained().rows()
                + " rows and cannot learn any more",
            advice));
  }
}
