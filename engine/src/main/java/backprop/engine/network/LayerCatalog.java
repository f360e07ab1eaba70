// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.activation.Relu;
import backprop.engine.init.Auto;
import backprop.engine.layer.ActivationLayer;
import backprop.engine.layer.BatchNorm;
import backprop.engine.layer.Bidirectional;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Dropout;
import backprop.engine.layer.Embedding;
import backprop.engine.layer.Embeddings;
import backprop.engine.layer.Gru;
import backprop.engine.layer.LastStep;
import backprop.engine.layer.Layer;
import backprop.engine.layer.LayerNorm;
import backprop.engine.layer.Lstm;
import backprop.engine.layer.Masking;
import backprop.engine.layer.Residual;
import backprop.engine.layer.Rnn;
import backprop.engine.text.Catalog;
import java.util.List;

/** All layers, one line per entry. */
final class LayerCatalog {
  private LayerCatalog() {}

  static Catalog<Layer> entries() {
    return Catalog.of(
        "layer",
        Layer.class,
        new Dense(32),
        new Dropout(0.5),
        new BatchNorm(),
        new LayerNorm(),
        new ActivationLayer(new Relu()),
        Residual.of(new Dense(32)),
        new Rnn(32, false),
        new Lstm(32, false),
        new Gru(32, false),
        new Bidirectional(new Lstm(32, false)),
        new LastStep(),
        new Masking(),
        new Embedding(1000, 16),
        new Embeddings(List.of(10), List.of(), List.of(), new Auto()),
        new Chain(List.of()));
  }
}
