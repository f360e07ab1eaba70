// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Softmax over the keys, for every query and head, among the keys that the query may see; the
 * others get 0, and so do all where there is none to see. Inputs: scores (time of the queries x
 * heads * time of the keys) and, if there is a second, a mask (time of the keys x 1) that is 0 for
 * padding, which has no gradient. Output: the shape of the scores. Gradient: {@code dx = y * (dy -
 * sum(dy * y))}.
 *
 * @param heads number of heads, at least 1
 * @param causal whether the query of step i sees the keys of steps 0 to i only
 */
public record MaskedSoftmax(int heads, boolean causal) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape x = Shapes.sequence("scores", in[0]);
    if (x.columns() % heads != 0) {
      throw new IllegalArgumentException(
          "scores of " + x + " cannot be divided into " + heads + " heads");
    }
    Shape mask = Shape.of(x.columns() / heads, 1);
    if (in.length > 1 && !in[1].equals(mask)) {
      throw new IllegalArgumentException(
          "a mask of " + in[1] + " does not fit scores of " + x + ": it must be " + mask);
    }
    return x;
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.groups()
        .softmax(
            Shapes.groups(n),
            heads,
            causal,
            n.input(0),
            n.inputs() > 1 ? n.input(1) : null,
            n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.groups().softmaxGradient(heads, n.output(), n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return (causal ? "causal " : "") + "softmax of " + heads + " heads";
  }
}
