// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * {@code y = factor * x}, any shape. Gradient: {@code dx = factor * dy}.
 *
 * @param factor a finite number
 */
public record Scale(double factor) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.axpby(factor, n.input(0), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.axpby(factor, n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "scale by " + factor;
  }
}
