// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import org.apache.commons.math3.special.Erf;

/**
 * Gaussian error linear unit: {@code x * P(x)} with the standard normal distribution function
 * {@code P(x) = erfc(-x / sqrt 2) / 2}, exact and not the approximation by a hyperbolic tangent.
 * Derivative {@code P(x) + x * p(x)}, p being the normal density. Hendrycks and Gimpel, "Gaussian
 * error linear units", 2016 (arXiv 1606.08415).
 *
 * <p>The float loops take rational minimax fits of the error function and of the derivative, with
 * |x| limited to 5.58: their error is below 1e-6, relative for numbers above 1. The derivative has
 * a fit of its own because a loop that computes P and p is too long for the JVM's compiler to
 * vectorize.
 */
@Description("Gaussian error linear: x times the normal distribution function of x.")
@Formula("f(x) = x * P(x), P(x) = (1 + erf(x / sqrt 2)) / 2")
@Source("Hendrycks and Gimpel, \"Gaussian error linear units\", 2016, arXiv 1606.08415")
public record Gelu() implements ElementwiseActivation {
  private static final double FAR = 40;
  private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
  private static final float ALL = 5.58f;
  private static final float ROOT_HALF = (float) Math.sqrt(0.5);

  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public double value(double x) {
    // beyond FAR the tail is zero in double precision; infinity times zero would be NaN
    return Math.abs(x) > FAR ? Math.max(x, 0) : x * normal(x);
  }

  @Override
  public double derivative(double x, double y) {
    return Math.abs(x) > FAR ? x > 0 ? 1 : 0 : normal(x) + x * Math.exp(-0.5 * x * x) / ROOT_TWO_PI;
  }

  @Override
  public double curvature(double x, double y) {
    return Math.abs(x) > FAR ? 0 : (2 - x * x) * Math.exp(-0.5 * x * x) / ROOT_TWO_PI;
  }

  private static double normal(double x) {
    return 0.5 * Erf.erfc(-x / Math.sqrt(2));
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      float a = Math.min(Math.abs(x[i]), ALL);
      y[i] = Math.max(x[i], 0f) - a * (0.5f - 0.5f * Fits.erf(a * ROOT_HALF));
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      float a = Math.max(Math.min(x[i], ALL), -ALL);
      float u = a * a;
      float p = 1.9751226e-5f + u * (3.5899299e-5f + u * 1.9216742e-7f);
      p = 0.79788535f + u * (-3.0975363e-2f + u * (1.4226069e-2f + u * p));
      float q = 3.5226375e-3f + u * (1.9205180e-4f + u * 8.9281754e-6f);
      q = 1f + u * (0.29451957f + u * (4.0983740e-2f + u * q));
      dx[i] = dy[i] * (0.5f + a * p / q);
    }
  }
}
