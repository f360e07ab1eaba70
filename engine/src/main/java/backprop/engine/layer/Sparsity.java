// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Value;
import backprop.engine.op.BatchDivergence;
import backprop.engine.op.Scale;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Passes its input on and, while training, adds to the loss how far the mean activation of each
 * unit over the minibatch is from a small rate. Goes behind activations between 0 and 1, such as
 * sigmoid. No parameters. See {@link BatchDivergence}.
 *
 * @param rate mean activation that is wanted of each unit, above 0 and below 1
 * @param factor how much it counts, at least 0
 */
@Description("Keeps units mostly inactive: penalizes mean activations other than a small rate.")
@Formula(
    "y = x; loss + factor * sum over units of KL(rate || m), m the unit's mean over the minibatch")
@Source("Ng, \"Sparse autoencoder\", CS294A lecture notes, Stanford 2011, section 3")
public record Sparsity(
    @Tip(value = "mean activation that is wanted of each unit", above = 0, below = 1) double rate,
    @Tip(value = "how much it counts", min = 0) double factor)
    implements Layer {
  public Sparsity {
    if (!(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "rate is " + rate + ", allowed are numbers above 0 and below 1");
    }
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "factor is " + factor + ", allowed are finite numbers from 0 on");
    }
  }

  /** A mean activation of 0.05 (Ng 2011). */
  public Sparsity() {
    this(0.05, 0.1);
  }

  @Override
  public Value apply(Graph g, Value x) {
    if (g.mode() == Mode.TRAIN && factor > 0) {
      g.addLoss(g.op(new Scale(factor), g.op(new BatchDivergence(rate), x)));
    }
    return x;
  }
}
