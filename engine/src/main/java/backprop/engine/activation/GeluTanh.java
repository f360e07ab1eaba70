// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * The Gaussian error linear unit with the approximation {@code P(x) = (1 + tanh(u)) / 2}, {@code u
 * = sqrt(2 / pi) * (x + 0.044715 x^3)}, as many trained transformers use it; it differs from {@link
 * Gelu} by up to 5e-4. Computed as {@code x * s(2 u)} with the logistic function s; derivative
 * {@code s + x * s * (1 - s) * 2 u'}. Hendrycks and Gimpel, "Gaussian error linear units", 2016,
 * section 2.
 */
@Description("Gaussian error linear, approximated by a hyperbolic tangent.")
@Formula("y = x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2")
@Source(
    "Hendrycks and Gimpel, \"Gaussian error linear units (GELUs)\", 2016 (arXiv "
        + "1606.08415), section 2")
public record GeluTanh() implements Gated {
  private static final double TWICE = 2 * Math.sqrt(2 / Math.PI);
  private static final double THIRD = 0.044715;

  /** Beyond this the gate is open or closed, also in double precision. */
  private static final double LAST = 40;

  private static final float LAST_IN_FLOAT = 9.9f;

  private static double twiceU(double x) {
    return TWICE * (x + THIRD * x * x * x);
  }

  @Override
  public double value(double x) {
    return Math.abs(x) > LAST ? Math.max(x, 0) : x * Sigmoid.logistic(twiceU(x));
  }

  @Override
  public double derivative(double x, double y) {
    if (Math.abs(x) > LAST) {
      return x > 0 ? 1 : 0;
    }
    double w = twiceU(x);
    double slope = TWICE * (1 + 3 * THIRD * x * x);
    double s = Sigmoid.logistic(w);
    return s + x * s * Sigmoid.logistic(-w) * slope;
  }

  @Override
  public double curvature(double x, double y) {
    if (Math.abs(x) > LAST) {
      return 0;
    }
    double w = twiceU(x);
    double slope = TWICE * (1 + 3 * THIRD * x * x);
    double bend = TWICE * 6 * THIRD * x;
    double s = Sigmoid.logistic(w);
    double both = s * Sigmoid.logistic(-w);
    return both * (2 * slope + x * ((1 - 2 * s) * slope * slope + bend));
  }

  @Override
  public void exponent(float[] x, float[] u, int count) {
    float third = (float) THIRD;
    for (int i = 0; i < count; i++) {
      float a = Fits.limited(x[i], -LAST_IN_FLOAT, LAST_IN_FLOAT);
      u[i] = (float) TWICE * (a + third * a * a * a);
    }
  }

  @Override
  public void value(float[] x, float[] e, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = Math.max(x[i], -LAST_IN_FLOAT) * (e[i] / (1f + e[i]));
    }
  }

  @Override
  public void slope(float[] x, float[] e, float[] y, int count) {
    float third = (float) (3 * THIRD);
    for (int i = 0; i < count; i++) {
      float a = Fits.limited(x[i], -LAST_IN_FLOAT, LAST_IN_FLOAT);
      float rest = 1f / (1f + e[i]);
      y[i] = e[i] * rest * (1f + a * rest * ((float) TWICE * (1f + third * a * a)));
    }
  }
}
