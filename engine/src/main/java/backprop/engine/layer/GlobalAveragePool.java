// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.SumPool;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * The mean of every channel over all positions: height x width x channels or time x features
 * becomes channels. No parameters.
 */
@Description("The mean of every channel over all positions.")
@Formula("y(c) = mean over all positions of x(., c)")
@Source("Lin, Chen and Yan, \"Network in network\", ICLR 2014, section 3.2")
public record GlobalAveragePool() implements Layer {
  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Windows.positions(g, x);
    Windows.refuseMask(g, x);
    Window w = Windows.all(in);
    return g.reshape(g.op(new SumPool(w, Window.Divisor.PLACES), x), Shape.of(in.columns()));
  }
}
