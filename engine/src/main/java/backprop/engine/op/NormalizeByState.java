// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Batch normalization after training: {@code y = (x - mean) * s}, {@code s = 1 / sqrt(variance +
 * epsilon)}, with the moments that {@link BatchNormalize} has gathered. Inputs: x (any shape) and
 * the three rows of state (1 x columns each): weighted sums of means and variances, and the sum of
 * the weights. Gradient: {@code dx = dy * s}.
 *
 * @param epsilon added to the variance, above 0
 */
public record NormalizeByState(double epsilon) implements Op {
  /** What the first state row starts with. */
  public static final double INITIAL_MEAN = 0;

  /**
   * What the other two state rows start with: before any training the mean is 0 and the variance 1,
   * with a weight that no batch notices.
   */
  public static final double INITIAL_WEIGHT = 1e-6;

  @Override
  public Shape shape(Shape... in) {
    for (int i = 1; i < 4; i++) {
      Shapes.withRow("normalize with", in[0], in[i]);
    }
    return in[0];
  }

  @Override
  public Scratch[] scratch(Shape... in) {
    Scratch row = new Scratch(false, in[0].columns());
    return new Scratch[] {row, row};
  }

  @Override
  public void forward(Kernels k, Node n) {
    Matrix mean = n.scratch(0);
    Matrix variance = n.scratch(1);
    k.map(Power.INVERSE, n.input(3), variance);
    k.multiply(n.input(1), variance, 0, mean);
    k.multiply(n.input(2), variance, 0, variance);
    k.normalizeColumns(n.input(0), mean, variance, epsilon, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      Matrix scale = n.scratch(0);
      k.fill(epsilon, scale);
      k.add(n.scratch(1), scale, scale);
      k.map(Power.INVERSE_ROOT, scale, scale);
      k.multiplyRow(n.gradient(), scale, n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "normalize columns by running moments";
  }
}
