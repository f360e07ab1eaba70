// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * An activation as a layer of its own, as after a normalization. Any shape; no parameters.
 *
 * @param function the activation
 */
@Name("activation")
@Description("An activation as a layer of its own, as after a normalization.")
@Formula("y = function(x)")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "6.3")
public record ActivationLayer(@Tip(value = "the activation", required = true) Activation function)
    implements Layer {
  @Override
  public Value apply(Graph g, Value x) {
    return function.apply(g, x);
  }
}
