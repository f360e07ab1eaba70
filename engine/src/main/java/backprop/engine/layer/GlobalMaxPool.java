// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;

/**
 * The largest number of every channel over all positions: height x width x channels or time x
 * features becomes channels. No parameters.
 */
@Description("The largest number of every channel over all positions.")
public record GlobalMaxPool() implements Layer {
  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Windows.positions(g, x);
    Windows.refuseMask(g, x);
    Window w = Windows.all(in);
    return g.reshape(g.op(new backprop.engine.op.MaxPool(w), x), Shape.of(in.columns()));
  }
}
