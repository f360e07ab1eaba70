// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * {@code y = x} where x is above 0, else {@code a * x}, with a drawn uniformly in [lower, upper]
 * for every element and training step. Any shape. Gradient: {@code dx = dy}, or {@code a * dy} with
 * the same a. Where the limits are equal there is no chance in it.
 *
 * @param lower smallest slope
 * @param upper largest slope
 */
public record RandomSlope(double lower, double upper) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.rows().randomSlope(n.input(0), n.input(0), lower, upper, n.randomKey(), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.rows()
          .randomSlope(
              n.input(0), n.gradient(), lower, upper, n.randomKey(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "random slope " + lower + " to " + upper;
  }
}
