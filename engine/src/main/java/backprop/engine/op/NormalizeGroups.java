// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Every group of neighboring channels of every example to mean 0 and variance 1 over all positions:
 * {@code y = (x - mean) / sqrt(variance + epsilon)}, the variance with divisor positions * channels
 * of the group. Any shape. Gradient: {@code dx = (dy - mean(dy) - y * mean(dy * y)) / sqrt(variance
 * + epsilon)}.
 *
 * @param groups how many equal parts the channels are cut into
 * @param epsilon added to the variance, above 0
 */
public record NormalizeGroups(int groups, double epsilon) implements Op {
  @Override
  public Shape shape(Shape... in) {
    if (groups < 1 || in[0].columns() % groups != 0) {
      throw new IllegalArgumentException(
          "the "
              + in[0].columns()
              + " channels of "
              + in[0]
              + " cannot be cut into "
              + groups
              + " equal groups");
    }
    return in[0];
  }

  @Override
  public void forward(Kernels k, Node n) {
    int positions = n.inputValue(0).shape().rows();
    k.images().normalizeGroups(positions, groups, epsilon, n.input(0), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      int positions = n.inputValue(0).shape().rows();
      k.images()
          .normalizeGroupsGradient(
              positions,
              groups,
              epsilon,
              n.input(0),
              n.output(),
              n.gradient(),
              n.beta(0),
              n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "normalize " + groups + " groups";
  }
}
