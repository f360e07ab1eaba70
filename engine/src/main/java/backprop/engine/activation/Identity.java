// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/** {@code f(x) = x}: nothing is recorded. */
@Description("No activation: only the weighted sum.")
@Formula("f(x) = x")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "6.2.2.1")
public record Identity() implements Activation {
  @Override
  public Value apply(Graph g, Value x) {
    return x;
  }
}
