// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.backend.FloatMath;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/** Logistic function {@code 1 / (1 + e^-x)}, in (0, 1). Derivative {@code y * (1 - y)}. */
@Description("Logistic function, between 0 and 1.")
@Formula("f(x) = 1 / (1 + e^-x)")
@Source(
    "Rumelhart, Hinton and Williams, \"Learning representations by back-propagating "
        + "errors\", Nature 323, 1986, equation 2")
public record Sigmoid() implements ElementwiseActivation {
  @Override
  public double value(double x) {
    return logistic(x);
  }

  /** The exponential of a number that is not positive cannot overflow. */
  static double logistic(double x) {
    double e = Math.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  }

  @Override
  public double derivative(double x, double y) {
    double e = Math.exp(-Math.abs(x));
    return e / ((1 + e) * (1 + e));
  }

  @Override
  public double curvature(double x, double y) {
    return derivative(x, y) * (1 - 2 * y);
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    FloatMath.sigmoid(x, y, from, to);
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * (y[i] * (1 - y[i]));
    }
  }

  @Override
  public boolean backwardReadsInput() {
    return false;
  }
}
