// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Scale;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * {@code e^(x / temperature)}, divided by its sum, over the last axis: positive numbers of sum 1. A
 * network's last layer does not need it: the losses for classes take logits.
 *
 * @param temperature above 0; high temperatures make the numbers equal, low ones pick the largest
 */
@Description("Softmax over the last axis: positive numbers of sum 1.")
@Formula("y_i = e^(x_i / temperature) / sum over j of e^(x_j / temperature)")
@Source(
    "Bridle, \"Probabilistic interpretation of feedforward classification network "
        + "outputs\", Neurocomputing, NATO ASI Series 68, 1990; with a temperature Hinton, "
        + "Vinyals and Dean, \"Distilling the knowledge in a neural network\", 2015 (arXiv "
        + "1503.02531), equation 1")
public record Softmax(
    @Tip(value = "high makes the numbers equal, low picks the largest", above = 0)
        double temperature)
    implements Activation {

  public Softmax {
    if (!(temperature >= 1e-6 && temperature <= 1e6)) {
      throw new IllegalArgumentException(
          "temperature is " + temperature + ", allowed are 1e-6 to 1e6");
    }
  }

  /** Temperature 1. */
  public Softmax() {
    this(1);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Value logits = temperature == 1 ? x : g.op(new Scale(1 / temperature), x);
    return g.op(new backprop.engine.op.Softmax(), logits);
  }
}
