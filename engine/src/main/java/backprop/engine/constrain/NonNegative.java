// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.constrain;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Sets negative weights to 0 after each step, as {@code NonNeg} of Keras: what a unit puts out
 * never falls when an input rises (Chorowski and Zurada, "Learning understandable neural networks
 * with nonnegative weight constraints", IEEE TNNLS 2015). Biases are free.
 */
@Description("Sets negative weights to 0.")
@Formula("w = max(w, 0)")
@Source(
    "Chorowski and Zurada, \"Learning understandable neural networks with "
        + "nonnegative weight constraints\", IEEE Transactions on Neural Networks and "
        + "Learning Systems 26, 2015")
public record NonNegative() implements Constraint {
  private static final Elementwise POSITIVE_PART = new PositivePart();

  @Override
  public void project(Kernels k, Matrix w) {
    k.map(POSITIVE_PART, w, w);
  }

  private static final class PositivePart implements Elementwise {
    @Override
    public double value(double x) {
      return Math.max(0, x);
    }

    @Override
    public double derivative(double x, double y) {
      return x > 0 ? 1 : 0;
    }

    @Override
    public double curvature(double x, double y) {
      return 0;
    }

    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = Math.max(0f, x[i]);
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      for (int i = from; i < to; i++) {
        dx[i] = x[i] > 0 ? dy[i] : 0f;
      }
    }
  }
}
