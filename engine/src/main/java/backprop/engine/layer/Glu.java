// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Sigmoid;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Multiply;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Gated linear unit: {@code y = (x * value/weights + value/bias) * activation(x * gate/weights +
 * gate/bias)}, the product element by element, on the last axis. Parameters: {@code value/weights},
 * {@code gate/weights} (in x units), {@code value/bias}, {@code gate/bias} (1 x units). Dauphin,
 * Fan, Auli and Grangier, "Language modeling with gated convolutional networks", ICML 2017; with
 * the activation swish it is SwiGLU, with GELU GeGLU: Shazeer, "GLU variants improve transformer",
 * 2020 (arXiv 2002.05202).
 *
 * @param units number of units, at least 1
 * @param activation activation of the gate
 */
@Description("Gated linear unit: weighted sums times gates that see the same input.")
@Formula("y = (x * V + b) * activation(x * W + c)")
@Source(
    "Dauphin, Fan, Auli and Grangier, \"Language modeling with gated convolutional"
        + " networks\", ICML 2017, equation 1")
public record Glu(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip("activation of the gate") Activation activation)
    implements Layer {

  public Glu {
    Layers.checkUnits(units);
  }

  /** With the sigmoid as gate. */
  public Glu(int units) {
    this(units, new Sigmoid());
  }

  @Override
  public Value apply(Graph g, Value x) {
    Value value = g.scoped("value", () -> new Dense(units).apply(g, x));
    Value gate = g.scoped("gate", () -> new Dense(units, activation).apply(g, x));
    return g.op(new Multiply(), value, gate);
  }
}
