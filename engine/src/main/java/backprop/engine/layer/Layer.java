// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;

/**
 * A layer: an immutable record that describes the forward pass only, composed of differentiable ops
 * and other layers. Its components are its options; a constructor checks them in one sentence.
 */
public interface Layer {
  /** Records the forward pass; may ask the graph for parameters and state. */
  Value apply(Graph g, Value x);
}
