// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Pairwise;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * The mean over the columns of a function of prediction and target. Inputs: prediction and target,
 * of one shape (... x columns). Output: ... x 1. Gradient: {@code dp = f'(p, t) * dloss / columns};
 * the target has none.
 *
 * @param function f
 */
public record PairLoss(Pairwise function) implements Op {
  @Override
  public Shape shape(Shape... in) {
    if (!in[0].equals(in[1])) {
      throw new IllegalArgumentException(
          "a target of " + in[1] + " does not fit an output of " + in[0] + ": both must be equal");
    }
    return in[0].withColumns(1);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.pairLoss(function, n.input(0), n.input(1), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    refuseTargetGradient(n);
    if (n.gradient(0) != null) {
      k.pairLossGradient(function, n.input(0), n.input(1), n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  /** A wrong gradient of zero would go unnoticed. */
  static void refuseTargetGradient(Node n) {
    if (n.gradient(1) != null) {
      throw new IllegalStateException(
          "the target of '" + n.op() + "' depends on a parameter: it has no gradient");
    }
  }

  @Override
  public String toString() {
    return "mean of " + function;
  }
}
