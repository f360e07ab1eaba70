// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * All numbers of an example side by side: height x width x channels or time x features becomes
 * features, row by row. Nothing is moved. No parameters.
 */
@Description("All positions and channels side by side as features.")
@Formula("y((i * width + j) * channels + c) = x(i, j, c)")
@Source("as the layer Flatten in the manual of Keras, with channels last")
public record Flatten() implements Layer {
  @Override
  public Value apply(Graph g, Value x) {
    return g.reshape(x, Shape.of(x.shape().elements()));
  }
}
