// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * {@code y = x * row} for every row of x. Inputs: x (any shape), row (1 x columns). Gradients:
 * {@code dx = dy * row}, {@code drow = sum over rows of dy * x}.
 */
public record MultiplyRow() implements Op {
  @Override
  public Shape shape(Shape... in) {
    return Shapes.withRow("multiply", in[0], in[1]);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.multiplyRow(n.input(0), n.input(1), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.multiplyRow(n.gradient(), n.input(1), n.beta(0), n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.sumRowsOfProduct(n.gradient(), n.input(0), n.beta(1), n.gradient(1));
    }
  }

  @Override
  public String toString() {
    return "multiply row";
  }
}
