// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Values summed with the weights of attention, for every example and head: {@code Y = A V}. Inputs:
 * weights (time of the queries x heads * time of the keys), values (time of the keys x heads * d);
 * a head is a slice of the columns. Output: time of the queries x heads * d.
 *
 * <p>Gradients: {@code dA = dY V'}, {@code dV = A' dY}.
 *
 * <p>Vaswani et al., "Attention is all you need", NIPS 2017, equation 1.
 *
 * @param heads number of heads, at least 1
 */
public record AttentionSum(int heads) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape a = Shapes.sequence("weights", in[0]);
    Shape v = Shapes.sequence("values", in[1]);
    if (a.columns() != heads * v.size(0) || v.columns() % heads != 0) {
      throw new IllegalArgumentException(
          "weights of " + a + " do not fit values of " + v + " in " + heads + " heads");
    }
    return Shape.of(a.size(0), v.columns());
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.groups()
        .gemm(Shapes.groups(n), heads, false, false, 1, n.input(0), n.input(1), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    int groups = Shapes.groups(n);
    if (n.gradient(0) != null) {
      k.groups()
          .gemm(groups, heads, false, true, 1, n.gradient(), n.input(1), n.beta(0), n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.groups()
          .gemm(groups, heads, true, false, 1, n.input(0), n.gradient(), n.beta(1), n.gradient(1));
    }
  }

  @Override
  public String toString() {
    return "attention sum of " + heads + " heads";
  }
}
