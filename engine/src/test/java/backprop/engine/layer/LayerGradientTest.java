// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Identity;
import backprop.engine.activation.Relu;
import backprop.engine.activation.Selu;
import backprop.engine.activation.Tanh;
import backprop.engine.init.Orthogonal;
import backprop.engine.network.Catalogs;
import backprop.engine.text.Entry;
import java.util.List;
import java.util.stream.Stream;

/**
 * The layer contract for every layer of the catalogue with its defaults, for a layer with every
 * activation, and for settings and combinations that take other ways.
 */
final class LayerGradientTest extends LayerContract {
  @Override
  protected Stream<Case> cases() {
    Stream<Layer> defaults =
        Catalogs.texts().catalog(Layer.class).entries().stream().map(Entry::prototype);
    Stream<Layer> activations =
        Catalogs.texts().catalog(Activation.class).entries().stream()
            .map(e -> new Dense(4, e.prototype()));
    Stream<Layer> more =
        Stream.of(
            new Dense(1, new Identity(), false, new Orthogonal(1)),
            new Dropout(0),
            new Dropout(0.25),
            new BatchNorm(0, 0.1),
            new BatchNorm(0.99, 1e-3),
            new LayerNorm(0.3),
            Residual.of(new LayerNorm()),
            new Residual(List.of(new Dense(5, new Tanh()), new Dense(4)), true),
            Chain.of(
                new Dense(6, new Selu()),
                Residual.of(new LayerNorm(), new Dense(6, new Tanh()), new Dropout(0.3)),
                new Dense(3)),
            Chain.of(
                new Dense(5),
                new BatchNorm(),
                new ActivationLayer(new Relu()),
                Chain.of(new Dense(2), new LayerNorm(0.1))));
    return Stream.of(defaults, activations, more)
        .flatMap(s -> s)
        .map(layer -> new Case(layer, alone(layer)));
  }

  /** Batch normalization mixes the examples, dropout numbers them. */
  private static boolean alone(Layer layer) {
    if (layer instanceof Chain c) {
      return c.layers().stream().allMatch(LayerGradientTest::alone);
    }
    if (layer instanceof Residual r) {
      return r.layers().stream().allMatch(LayerGradientTest::alone);
    }
    return !(layer instanceof BatchNorm
        || layer instanceof Dropout
        || layer instanceof SpatialDropout);
  }
}
