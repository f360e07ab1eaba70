// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.activation.Identity;
import backprop.engine.activation.Relu;
import backprop.engine.layer.ActivationLayer;
import backprop.engine.layer.AveragePool;
import backprop.engine.layer.BatchNorm;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Conv1d;
import backprop.engine.layer.Conv2d;
import backprop.engine.layer.Crop;
import backprop.engine.layer.Dense;
import backprop.engine.layer.DepthwiseConv2d;
import backprop.engine.layer.Dropout;
import backprop.engine.layer.Flatten;
import backprop.engine.layer.GlobalAveragePool;
import backprop.engine.layer.GlobalMaxPool;
import backprop.engine.layer.GroupNorm;
import backprop.engine.layer.InstanceNorm;
import backprop.engine.layer.Layer;
import backprop.engine.layer.LayerNorm;
import backprop.engine.layer.LocalResponseNorm;
import backprop.engine.layer.MaxPool;
import backprop.engine.layer.Reshape;
import backprop.engine.layer.Residual;
import backprop.engine.layer.SeparableConv2d;
import backprop.engine.layer.SpatialDropout;
import backprop.engine.layer.TransposedConv1d;
import backprop.engine.layer.TransposedConv2d;
import backprop.engine.layer.Upsample;
import backprop.engine.layer.ZeroPad;
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
        new Conv1d(8, 3, new Identity()),
        new Conv2d(8, 3, new Identity()),
        new DepthwiseConv2d(3),
        new SeparableConv2d(8, 3),
        new TransposedConv1d(8, 2, 1, new Identity()),
        new TransposedConv2d(8, 2, 1, new Identity()),
        new MaxPool(2),
        new AveragePool(2),
        new GlobalMaxPool(),
        new GlobalAveragePool(),
        new Flatten(),
        new Reshape(List.of(4, 4, 2)),
        new ZeroPad(List.of(1)),
        new Crop(List.of(1)),
        new Upsample(List.of(2)),
        new LocalResponseNorm(),
        new SpatialDropout(0.5),
        new GroupNorm(1),
        new InstanceNorm(),
        Residual.of(new Dense(32)),
        new Chain(List.of()));
  }
}
