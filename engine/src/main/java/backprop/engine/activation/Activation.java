// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.Initializer;

/** What follows a weighted sum. Most are an {@link ElementwiseActivation}. */
public interface Activation {
  /** Records it. */
  Value apply(Graph g, Value x);

  /**
   * How the weights before it start best: such that signals and gradients neither grow nor vanish
   * from layer to layer.
   */
  default Initializer initializer() {
    return new GlorotUniform();
  }
}
