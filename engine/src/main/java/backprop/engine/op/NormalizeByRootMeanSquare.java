// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Every row divided by its root mean square, any shape: {@code y = x * s}, {@code s = 1 /
 * sqrt(mean(x * x) + epsilon)}. Gradient: {@code dx = s * (dy - y * mean(dy * y))}.
 *
 * @param epsilon added to the mean square, above 0
 */
public record NormalizeByRootMeanSquare(double epsilon) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public Scratch[] scratch(Shape... in) {
    return new Scratch[] {new Scratch(true, 1)};
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.groups().normalizeByRootMeanSquare(n.input(0), epsilon, n.output(), n.scratch(0));
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.groups()
          .normalizeByRootMeanSquareGradient(
              n.output(), n.scratch(0), n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "normalize by root mean square";
  }
}
