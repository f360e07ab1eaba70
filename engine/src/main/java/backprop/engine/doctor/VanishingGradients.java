// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gradients that become smaller and smaller on their way back: those of the first layer are a tiny
 * part of those of the last. Compared are root mean squares over the weights of each layer, their
 * ratio in each measured step, and of these ratios the median.
 *
 * <p>Bengio, Simard and Frasconi, "Learning long-term dependencies with gradient descent is
 * difficult", IEEE Transactions on Neural Networks 5, 1994.
 */
public final class VanishingGradients implements Symptom {
  private static final double RATIO = 1e-3;

  @Override
  public String name() {
    return "vanishing-gradients";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    List<Vitals.Layer> layers = e.vitals().layers();
    if (layers.size() < 3) {
      return Optional.empty();
    }
    int last = layers.size() - 1;
    List<Double> ratios = new ArrayList<>();
    for (Vitals.Sample s : e.vitals().samples()) {
      double end = s.sizes().get(last).gradient();
      if (end > 0) {
        ratios.add(s.sizes().get(0).gradient() / end);
      }
    }
    double ratio = Numbers.median(ratios);
    if (!(ratio < RATIO)) {
      return Optional.empty();
    }
    List<Advice> advice = new ArrayList<>();
    Prescription.layers(e, t -> t.replaceAll("\\b(sigmoid|tanh)\\b", "relu"))
        .ifPresent(advice::add);
    Prescription.layers(e, VanishingGradients::normalized).ifPresent(advice::add);
    if (advice.isEmpty()) {
      advice.add(new Advice(Knob.LAYERS, "fewer layers"));
    }
    return Optional.of(
        new Finding(
            name(),
            "gradients of "
                + layers.get(0).path()
                + " are "
                + Numbers.say(ratio)
                + " times those of "
                + layers.get(last).path()
                + " (medians of "
                + ratios.size()
                + " steps)",
            advice));
  }

  /** A batch normalization behind every dense layer. */
  static String normalized(String layers) {
    return layers.replaceAll("(dense\\([^()]*\\))", "$1, batch-norm");
  }
}
