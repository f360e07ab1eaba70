// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Every column to mean 0 and variance 1 over the rows of the batch, as while training: {@code y =
 * (x - mean) / sqrt(variance + epsilon)}, the variance with divisor rows. Inputs: x (any shape) and
 * three rows of state (1 x columns each). Gradient: {@code dx = (dy - mean(dy) - y * mean(dy * y))
 * / sqrt(variance + epsilon)}.
 *
 * <p>Forward also moves the state on, all three rows by {@code s = momentum * s + (1 - momentum) *
 * new}, where new is the batch's mean, its variance with divisor rows - 1, and 1. The third row is
 * the sum of the weights that the first two have gathered; {@link NormalizeByState} divides by it.
 * So the running moments are proper weighted means from the first step on, and not mixed with
 * arbitrary initial values for the first 1 / (1 - momentum) steps. A batch of one row has no
 * spread: it gives zeros, no gradient, and leaves the state alone.
 *
 * <p>Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing
 * internal covariate shift", ICML 2015; the weighting as in Adam's bias correction.
 *
 * @param momentum what remains of the old state, in [0, 1)
 * @param epsilon added to the variance, above 0
 */
public record BatchNormalize(double momentum, double epsilon) implements Op {
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
    Matrix x = n.input(0);
    Matrix mean = n.scratch(0);
    Matrix variance = n.scratch(1);
    k.columnMoments(x, mean, variance);
    k.normalizeColumns(x, mean, variance, epsilon, n.output());
    if (x.rows() > 1) {
      double fresh = 1 - momentum;
      double unbiased = (double) x.rows() / (x.rows() - 1);
      k.axpby(fresh, mean, momentum, n.input(1));
      k.axpby(fresh * unbiased, variance, momentum, n.input(2));
      k.fill(1, mean);
      k.axpby(fresh, mean, momentum, n.input(3));
    }
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.normalizeColumnsGradient(
          n.output(), n.scratch(1), epsilon, n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "normalize columns";
  }
}
