// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.backend.Elementwise;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Map;

/** An activation that is a function of one number, applied to every element. */
public interface ElementwiseActivation extends Activation, Elementwise {
  @Override
  default Value apply(Graph g, Value x) {
    return g.op(new Map(this), x);
  }
}
