// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Every row to mean 0 and variance 1, any shape: {@code y = (x - mean) * s}, {@code s = 1 /
 * sqrt(variance + epsilon)}, the variance with divisor columns. Gradient: {@code dx = s * (dy -
 * mean(dy) - y * mean(dy * y))}.
 *
 * @param epsilon added to the variance, above 0
 */
public record NormalizeRows(double epsilon) implements Op {
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
    k.normalizeRows(n.input(0), epsilon, n.output(), n.scratch(0));
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.normalizeRowsGradient(n.output(), n.scratch(0), n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "normalize rows";
  }
}
