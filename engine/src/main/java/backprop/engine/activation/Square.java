// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;

/** {@code x^2}. Derivative {@code 2 x}. */
@Description("The square of x.")
public record Square() implements ElementwiseActivation {
  @Override
  public double value(double x) {
    return x * x;
  }

  @Override
  public double derivative(double x, double y) {
    return 2 * x;
  }

  @Override
  public double curvature(double x, double y) {
    return 2;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = x[i] * x[i];
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * (2f * x[i]);
    }
  }
}
