// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.backend.FloatMath;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * {@code e^x}, for positive quantities. Derivative {@code y}. Overflows to infinity in float from
 * 88.7 on.
 */
@Description("The exponential function.")
@Formula("y = e^x")
@Source(
    "Nelder and Wedderburn, \"Generalized linear models\", Journal of the Royal "
        + "Statistical Society A 135, 1972, as the inverse of the logarithmic link")
public record Exponential() implements ElementwiseActivation {
  @Override
  public double value(double x) {
    return Math.exp(x);
  }

  @Override
  public double derivative(double x, double y) {
    return Math.exp(x);
  }

  @Override
  public double curvature(double x, double y) {
    return Math.exp(x);
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    FloatMath.exp(x, y, from, to);
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * y[i];
    }
  }
}
