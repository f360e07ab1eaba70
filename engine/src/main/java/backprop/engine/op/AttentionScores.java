// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * How well queries and keys fit, for every example and head: {@code S = Q K' / sqrt(d)}. Inputs:
 * queries (time of the queries x heads * d) and keys (time of the keys x heads * d); a head is a
 * slice of d columns. Output: time of the queries x heads * time of the keys, the columns of one
 * head side by side.
 *
 * <p>Gradients: {@code dQ = dS K / sqrt(d)}, {@code dK = dS' Q / sqrt(d)}.
 *
 * <p>Vaswani et al., "Attention is all you need", NIPS 2017, equation 1.
 *
 * @param heads number of heads, at least 1
 */
public record AttentionScores(int heads) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape q = Shapes.sequence("queries", in[0]);
    Shape k = Shapes.sequence("keys", in[1]);
    if (q.columns() != k.columns() || q.columns() % heads != 0) {
      throw new IllegalArgumentException(
          "queries of "
              + q
              + " and keys of "
              + k
              + " must have the same number of columns, divisible by "
              + heads
              + " heads");
    }
    return Shape.of(q.size(0), Math.multiplyExact(heads, k.size(0)));
  }

  private double factor(Node n) {
    return 1 / Math.sqrt((double) n.input(0).columns() / heads);
  }

  @Override
  public void forward(Kernels k, Node n) {
    int groups = Shapes.groups(n);
    k.groups().gemm(groups, heads, false, true, factor(n), n.input(0), n.input(1), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    int groups = Shapes.groups(n);
    if (n.gradient(0) != null) {
      k.groups()
          .gemm(
              groups,
              heads,
              false,
              false,
              factor(n),
              n.gradient(),
              n.input(1),
              n.beta(0),
              n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.groups()
          .gemm(
              groups,
              heads,
              true,
              false,
              factor(n),
              n.gradient(),
              n.input(0),
              n.beta(1),
              n.gradient(1));
    }
  }

  @Override
  public String toString() {
    return "attention scores of " + heads + " heads";
  }
}
