// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.backend.FloatMath;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * {@code -log(1 + e^-x)}, the logarithm of the logistic function, which does not overflow.
 * Derivative {@code 1 / (1 + e^x)}.
 */
@Description("Logarithm of the logistic function.")
@Formula("y = -ln(1 + e^-x)")
@Source("as LogSigmoid in the manual of PyTorch")
public record LogSigmoid() implements ElementwiseActivation {
  private static final Softplus SOFTPLUS = new Softplus();

  @Override
  public double value(double x) {
    return -SOFTPLUS.value(-x);
  }

  @Override
  public double derivative(double x, double y) {
    return Sigmoid.logistic(-x);
  }

  @Override
  public double curvature(double x, double y) {
    return -Sigmoid.logistic(x) * Sigmoid.logistic(-x);
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = -x[i];
    }
    FloatMath.softplus(y, y, from, to);
    for (int i = from; i < to; i++) {
      y[i] = -y[i];
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    // 1 / (1 + e^x) = 1 - e^y
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * -Fits.expm1OfNegative(y[i]);
    }
  }
}
