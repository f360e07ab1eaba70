// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.activation.Relu;
import backprop.engine.layer.ActivationLayer;
import backprop.engine.layer.BatchNorm;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Dropout;
import backprop.engine.layer.Layer;
import backprop.engine.layer.LayerNorm;
import backprop.engine.layer.Residual;
import backprop.engine.layer.SharedScore;
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
        new SharedScore(4),
        new ActivationLayer(new Relu()),
        Residual.of(new Dense(32)),
        new Chain(List.of()));
  }
}
