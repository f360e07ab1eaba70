// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * The largest number of every channel over all positions: height x width x channels or time x
 * features becomes channels. No parameters.
 */
@Description("The largest number of every channel over all positions.")
@Formula("y(c) = max over all positions of x(., c)")
@Source(
    "Collobert et al., \"Natural language processing (almost) from scratch\", JMLR 12, "
        + "2011 (max over time)")
public record GlobalMaxPool() implements Layer {
  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Windows.positions(g, x);
    Windows.refuseMask(g, x);
    Window w = Windows.all(in);
    return g.reshape(Windows.largest(g, w, x), Shape.of(in.columns()));
  }
}
