// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * {@code x * tanh(log(1 + e^x))}. Derivative {@code t + x * (1 - t^2) * s} with the gate {@code t}
 * and the logistic function {@code s} of x. With {@code e = e^x} the gate is {@code n / (n + 2)},
 * {@code n = e * (e + 2)}, which the float loops use. Misra, "Mish: a self regularized
 * non-monotonic activation function", BMVC 2020.
 */
@Description("x times the hyperbolic tangent of its softplus.")
@Formula("y = x * tanh(ln(1 + e^x))")
@Source("Misra, \"Mish: a self regularized non-monotonic activation function\", BMVC 2020")
public record Mish() implements Gated {
  private static final Softplus SOFTPLUS = new Softplus();

  @Override
  public double value(double x) {
    return Math.max(x, -FAR) * Math.tanh(SOFTPLUS.value(x));
  }

  @Override
  public double derivative(double x, double y) {
    double p = SOFTPLUS.value(x);
    double far = Fits.limited(x, -FAR, FAR);
    return Math.tanh(p) + far * rest(p) * Sigmoid.logistic(x);
  }

  @Override
  public double curvature(double x, double y) {
    double p = SOFTPLUS.value(x);
    double s = Sigmoid.logistic(x);
    double far = Fits.limited(x, -FAR, FAR);
    return rest(p) * s * (2 + far * (1 - s - 2 * Math.tanh(p) * s));
  }

  /** {@code 1 - tanh(p)^2}. */
  private static double rest(double p) {
    double c = Math.cosh(p);
    return 1 / (c * c);
  }

  @Override
  public void exponent(float[] x, float[] u, int count) {
    for (int i = 0; i < count; i++) {
      u[i] = Math.min(x[i], 20f);
    }
  }

  @Override
  public void value(float[] x, float[] e, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      float n = e[i] * (e[i] + 2f);
      y[i] = Math.max(x[i], -1e30f) * (n / (n + 2f));
    }
  }

  @Override
  public void slope(float[] x, float[] e, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      float n = e[i] * (e[i] + 2f);
      float d = 1f / (n + 2f);
      // 1 - t^2 = 4 (n + 1) / (n + 2)^2, and the logistic function is e / (1 + e); n + 1 = (1 +
      // e)^2
      float far = Fits.limited(x[i], -200f, 20f);
      y[i] = n * d + far * (4f * e[i] * (1f + e[i])) * d * d;
    }
  }
}
