// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * {@code y = x - log(sum(exp(x)))} over every row, any shape. Gradient: {@code dx = dy - exp(y) *
 * sum(dy)}.
 */
public record LogSoftmax() implements Op {
  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.rows().logSoftmax(n.input(0), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.rows().logSoftmaxGradient(n.output(), n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "log-softmax";
  }
}
