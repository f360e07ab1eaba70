// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.backend.FloatMath;
import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * {@code log(1 + e^x)}, a smooth ReLU, computed as {@code max(x, 0) + log1p(e^-|x|)}, which does
 * not overflow. Derivative {@code 1 / (1 + e^-x)}.
 */
@Description("Smooth rectified linear: log(1 + e^x).")
@Formula("f(x) = log(1 + e^x)")
@Source(
    "Dugas, Bengio, Belisle, Nadeau and Garcia, \"Incorporating second-order "
        + "functional knowledge for better option pricing\", NeurIPS 2000")
public record Softplus() implements ElementwiseActivation {
  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public double value(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  @Override
  public double derivative(double x, double y) {
    return Sigmoid.logistic(x);
  }

  @Override
  public double curvature(double x, double y) {
    return Sigmoid.logistic(x) * Sigmoid.logistic(-x);
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    FloatMath.softplus(x, y, from, to);
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    // 1 / (1 + e^-x) = 1 - e^-y
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * -Fits.expm1OfNegative(-y[i]);
    }
  }
}
