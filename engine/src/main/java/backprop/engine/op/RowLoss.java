// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Rowwise;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * A loss of whole rows. Inputs: outputs (... x n) and targets (... x m), as the function wants
 * them. Output: ... x 1. Gradient: that of the function times dloss; the target has none.
 *
 * @param function the loss of a row
 */
public record RowLoss(Rowwise function) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape one = in[0].withColumns(1);
    if (!in[1].withColumns(1).equals(one)) {
      throw new IllegalArgumentException(
          "a target of "
              + in[1]
              + " does not fit an output of "
              + in[0]
              + ": they have other rows");
    }
    return one;
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.rows().rowLoss(function, n.input(0), n.input(1), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    PairLoss.refuseTargetGradient(n);
    if (n.gradient(0) != null) {
      k.rows()
          .rowLossGradient(
              function, n.input(0), n.input(1), n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "loss " + function;
  }
}
