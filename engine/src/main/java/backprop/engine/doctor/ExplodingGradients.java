// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.model.Vitals;
import java.util.List;
import java.util.Optional;

/**
 * Gradients of a layer that are at times far larger than usual, or that grow on their way back by
 * orders of magnitude.
 *
 * <p>Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML
 * 2013, section 2.
 */
public final class ExplodingGradients implements Symptom {
  /** From the last layer to the first. */
  private static final double GROWTH = 1e3;

  /** Root mean square of gradients that no scaled problem needs, where weights are about 1. */
  private static final double SIZE = 100;

  @Override
  public String name() {
    return "exploding-gradients";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    List<Vitals.Layer> layers = e.vitals().layers();
    List<Vitals.Sample> samples = e.vitals().samples();
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    int last = layers.size() - 1;
    double growth = 0;
    if (last >= 2) {
      growth =
          Numbers.median(
              samples.stream()
                  .map(s -> s.sizes().get(0).gradient() / s.sizes().get(last).gradient())
                  .filter(Double::isFinite)
                  .toList());
    }
    int worst = 0;
    Vitals.Sample when = samples.get(0);
    for (Vitals.Sample s : samples) {
      for (int i = 0; i <= last; i++) {
        if (s.sizes().get(i).gradient() > when.sizes().get(worst).gradient()) {
          worst = i;
          when = s;
        }
      }
    }
    double largest = when.sizes().get(worst).gradient();
    if (!(growth > GROWTH) && !(largest > SIZE)) {
      return Optional.empty();
    }
    String sentence =
        growth > GROWTH
            ? "gradients of "
                + layers.get(0).path()
                + " are "
                + Numbers.say(growth)
                + " times those of "
                + layers.get(last).path()
            : "gradients of "
                + layers.get(worst).path()
                + " had a root mean square of "
                + Numbers.say(largest)
                + " in step "
                + (when.step() + 1);
    return Optional.of(
        Finding.of(name(), sentence, Prescription.clipped(e, 1), Prescription.rate(e, 0.1)));
  }
}
