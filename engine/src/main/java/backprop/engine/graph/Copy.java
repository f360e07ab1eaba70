// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import backprop.engine.backend.Kernels;

/** {@code y = x}: gives a view that shows part of something memory of its own. */
public record Copy() implements Op {
  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.copy(n.input(0), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.axpby(1, n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "copy";
  }
}
