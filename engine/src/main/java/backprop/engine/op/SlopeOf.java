// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Elementwise;

/**
 * The derivative of a function as a function itself, for penalties on slopes: its own derivative is
 * the curvature of the first. Its curvature is a central difference of that one.
 *
 * @param function f, of which this is f'
 */
public record SlopeOf(Elementwise function) implements Elementwise {
  private static final double STEP = 1e-5;

  @Override
  public double value(double x) {
    return function.derivative(x, function.value(x));
  }

  @Override
  public double derivative(double x, double y) {
    return function.curvature(x, function.value(x));
  }

  @Override
  public double curvature(double x, double y) {
    return (derivative(x + STEP, 0) - derivative(x - STEP, 0)) / (2 * STEP);
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = (float) value(x[i]);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * (float) derivative(x[i], y[i]);
    }
  }
}
