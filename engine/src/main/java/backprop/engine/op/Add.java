// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/** {@code y = a + b}, element by element, of two equal shapes. Gradients: {@code da = db = dy}. */
public record Add() implements Op {
  @Override
  public Shape shape(Shape... in) {
    return Shapes.same("add", in[0], in[1]);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.add(n.input(0), n.input(1), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    for (int i = 0; i < 2; i++) {
      if (n.gradient(i) != null) {
        k.axpby(1, n.gradient(), n.beta(i), n.gradient(i));
      }
    }
  }

  @Override
  public String toString() {
    return "add";
  }
}
