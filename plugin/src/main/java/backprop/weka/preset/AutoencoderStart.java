// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

import backprop.engine.layer.Layer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import backprop.weka.encode.InputForm;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The hidden layers learn to say the training rows again before they learn the class.
 *
 * @param units of the hidden layers, the code last; none for two thirds and one third of the
 *     inputs, but at least 8 and 4
 * @param epochs passes over the training rows before the class is looked at, from 1
 * @param noise share of the inputs that is set to 0 meanwhile
 */
@Name("autoencoder")
@Description("A table: the layers begin as those of an autoencoder of the training rows.")
@Formula("dense(units, tanh) ..., trained to give back rows from noisy ones, then with the class")
@Source(
    "Hinton and Salakhutdinov, \"Reducing the dimensionality of data with neural networks\","
        + " Science 313, 2006; Vincent et al., \"Extracting and composing robust features with"
        + " denoising autoencoders\", ICML 2008")
public record AutoencoderStart(
    @Tip(value = "units of the layers, the code last; none: two thirds and one third", min = 1)
        List<Integer> units,
    @Tip(value = "passes over the rows before the class is looked at", min = 1) int epochs,
    @Tip(value = "share of the inputs that is set to 0 meanwhile", min = 0, below = 1) double noise)
    implements Preset {
  /** Two layers. */
  public AutoencoderStart() {
    this(List.of(), 50, 0.1);
  }

  /** A copy of the list is kept. */
  public AutoencoderStart {
    units = List.copyOf(units);
  }

  private List<Integer> units(int columns) {
    return units.isEmpty()
        ? List.of(Math.max(8, (2 * columns + 2) / 3), Math.max(4, (columns + 2) / 3))
        : units;
  }

  @Override
  public List<Layer> stem(InputForm form) {
    return Presets.layers(
        units(form.columns()).stream()
            .map(u -> "dense(" + u + ", tanh)")
            .collect(Collectors.joining(", ")));
  }

  @Override
  public List<Layer> body(InputForm form) {
    return List.of();
  }

  @Override
  public Optional<Pretraining> pretraining() {
    return Optional.of(new Pretraining(units.isEmpty() ? 2 : units.size(), epochs, noise));
  }
}
