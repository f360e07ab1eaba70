// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.Add;
import backprop.engine.op.Multiply;

/**
 * A loss for rows that are mixtures of two: {@code a * L(output, first) + b * L(output, second)}.
 * The target is one row of {@code 2 * n + 2} numbers, n being the elements of the target of L: the
 * first target, the second one, a, b. Any loss can be mixed, since targets are only handed on.
 * Zhang et al., "mixup: beyond empirical risk minimization", ICLR 2018, equation 2 with the loss of
 * the mixed target replaced by the mixed losses, which is the same where the loss is linear in the
 * target.
 */
public final class MixedLoss implements Loss {
  private final Loss loss;

  /** Mixes a loss. */
  public MixedLoss(Loss loss) {
    this.loss = loss;
  }

  @Override
  public Shape target(Shape output) {
    return Shape.of(2 * loss.target(output).elements() + 2);
  }

  @Override
  public Value apply(Graph g, Value output, Value target) {
    Shape one = loss.target(output.shape());
    int n = one.elements();
    return g.op(
        new Add(),
        part(g, output, g.reshape(g.columns(target, 0, n), one), g.columns(target, 2 * n, 1)),
        part(g, output, g.reshape(g.columns(target, n, n), one), g.columns(target, 2 * n + 1, 1)));
  }

  private Value part(Graph g, Value output, Value target, Value factor) {
    return g.op(new Multiply(), loss.apply(g, output, target), factor);
  }

  @Override
  public Value predict(Graph g, Value output) {
    return loss.predict(g, output);
  }
}
