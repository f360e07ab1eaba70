// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.layer.Layer;

/** A layer whose output is seen as one row, so that any loss takes it. */
record FlatLayer(Layer layer) implements Layer {
  @Override
  public Value apply(Graph g, Value x) {
    Value y = layer.apply(g, x);
    return g.reshape(y, Shape.of(y.shape().elements()));
  }
}
