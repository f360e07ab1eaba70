// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;

/** {@code f(x) = x}: nothing is recorded. */
@Description("No activation: only the weighted sum.")
public record Identity() implements Activation {
  @Override
  public Value apply(Graph g, Value x) {
    return x;
  }
}
