// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Continuously differentiable exponential linear unit: {@code x} where x is above 0, else {@code
 * alpha * (e^(x / alpha) - 1)}. Derivative 1 or {@code e^(x / alpha)}. Barron, "Continuously
 * differentiable exponential linear units", 2017 (arXiv 1704.07483).
 *
 * @param alpha minus the limit for x to minus infinity, above 0
 */
@Description("Exponential linear with a smooth slope at 0 for every alpha.")
@Formula("y = max(x, 0) + min(0, alpha * (e^(x / alpha) - 1))")
@Source(
    "Barron, \"Continuously differentiable exponential linear units\", 2017 (arXiv "
        + "1704.07483), equation 2")
public record Celu(@Tip(value = "minus the limit far below 0", above = 0) double alpha)
    implements ElementwiseActivation {
  public Celu {
    if (!(alpha >= 1e-6 && alpha <= 1e6)) {
      throw new IllegalArgumentException("alpha is " + alpha + ", allowed are 1e-6 to 1e6");
    }
  }

  /** Alpha 1. */
  public Celu() {
    this(1);
  }

  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public double value(double x) {
    return Math.max(x, 0) + alpha * Math.expm1(Math.min(x, 0) / alpha);
  }

  @Override
  public double derivative(double x, double y) {
    return Math.exp(Math.min(x, 0) / alpha);
  }

  @Override
  public double curvature(double x, double y) {
    return x > 0 ? 0 : Math.exp(Math.min(x, 0) / alpha) / alpha;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    float a = (float) alpha;
    float inverse = (float) (1 / alpha);
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], 0f) + a * Fits.expm1OfNegative(x[i] * inverse);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    float a = (float) alpha;
    float inverse = (float) (1 / alpha);
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * (1f + Math.min(y[i], 0f) * inverse);
    }
  }
}
