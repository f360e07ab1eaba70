// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Square;
import backprop.engine.backend.Elementwise;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Value;
import backprop.engine.op.Map;
import backprop.engine.op.Scale;
import backprop.engine.op.Size;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Passes its input on and, while training, adds to each example's loss what it costs: {@code l1}
 * times the sum of its absolute values plus {@code l2} times the sum of its squares. Behind a layer
 * it keeps that layer's activations few and small. Any shape; no parameters.
 *
 * @param l1 factor of the absolute values, at least 0
 * @param l2 factor of the squares, at least 0
 */
@Description("Penalizes large activations: passes its input on and adds to the loss.")
@Formula("y = x; loss + l1 * sum(|x|) + l2 * sum(x^2) for each example")
@Source(
    "Olshausen and Field, \"Emergence of simple-cell receptive field properties by learning a sparse"
        + " code for natural images\", Nature 381, 1996, equations 2 and 4")
public record ActivityPenalty(
    @Tip(value = "factor of the absolute values", min = 0) double l1,
    @Tip(value = "factor of the squares", min = 0) double l2)
    implements Layer {
  public ActivityPenalty {
    check("l1", l1);
    check("l2", l2);
  }

  private static void check(String name, double factor) {
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " is " + factor + ", allowed are finite numbers from 0 on");
    }
  }

  @Override
  public Value apply(Graph g, Value x) {
    if (g.mode() == Mode.TRAIN) {
      add(g, x, l1, Size.ABSOLUTE);
      add(g, x, l2, new Square());
    }
    return x;
  }

  private static void add(Graph g, Value x, double factor, Elementwise cost) {
    if (factor > 0) {
      g.addLoss(g.op(new Scale(factor), Layers.total(g, g.op(new Map(cost), x))));
    }
  }
}
