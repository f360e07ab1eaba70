// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Value;
import backprop.engine.init.Constant;
import backprop.engine.op.MultiplyRow;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * One trained factor for each column: {@code y = x * factors}. At the front of a network it learns
 * how much each input matters, much faster than the weights of a dense layer could. Parameter:
 * {@code factors} (1 x columns, start at 1; neither regularized nor decayed).
 *
 * @param rateFactor factor of the learning rate for these factors, above 0
 */
@Description("One trained factor for each input.")
@Formula("y = x * factors, column by column")
@Source(
    "Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section"
        + " 8.7.1, on learned scales")
public record Scale(
    @Tip(value = "factor of the learning rate for these factors", above = 0) double rateFactor)
    implements Layer {

  public Scale {
    if (!(rateFactor > 0 && rateFactor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "rate-factor is " + rateFactor + ", allowed are finite numbers above 0");
    }
  }

  /** Learned at the same rate as everything else. */
  public Scale() {
    this(1);
  }

  @Override
  public Value apply(Graph g, Value x) {
    int columns = x.shape().columns();
    Value factors =
        g.parameter("factors", 1, columns, Role.GAIN, new Constant(1), 1, 1, rateFactor);
    return g.op(new MultiplyRow(), x, factors);
  }
}
