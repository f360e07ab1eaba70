// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/** {@code y = a - b} of two equal shapes. Gradients: {@code da = dy}, {@code db = -dy}. */
public record Subtract() implements Op {
  @Override
  public Shape shape(Shape... in) {
    return Shapes.same("subtract", in[0], in[1]);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.copy(n.input(0), n.output());
    k.axpby(-1, n.input(1), 1, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.axpby(1, n.gradient(), n.beta(0), n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.axpby(-1, n.gradient(), n.beta(1), n.gradient(1));
    }
  }

  @Override
  public String toString() {
    return "subtract";
  }
}
