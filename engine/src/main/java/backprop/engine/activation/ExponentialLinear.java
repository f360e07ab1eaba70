// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

/**
 * What ELU and SELU share: {@code scale * x} where x is above 0, else {@code scale * alpha * (e^x -
 * 1)}. Derivative scale, or {@code y + scale * alpha}.
 */
interface ExponentialLinear extends ElementwiseActivation {
  /** Slope above 0. */
  double scale();

  /** Minus the limit for x to minus infinity, in units of the scale. */
  double alpha();

  @Override
  default double value(double x) {
    return scale() * (Math.max(x, 0) + alpha() * Math.expm1(Math.min(x, 0)));
  }

  @Override
  default double derivative(double x, double y) {
    return x > 0 ? scale() : scale() * alpha() * Math.exp(Math.min(x, 0));
  }

  @Override
  default double curvature(double x, double y) {
    return x > 0 ? 0 : scale() * alpha() * Math.exp(Math.min(x, 0));
  }

  @Override
  default void forward(float[] x, float[] y, int from, int to) {
    float scale = (float) scale();
    float most = (float) (scale() * alpha());
    for (int i = from; i < to; i++) {
      y[i] = scale * Math.max(x[i], 0f) + most * Fits.expm1OfNegative(x[i]);
    }
  }

  @Override
  default void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    float scale = (float) scale();
    float most = (float) (scale() * alpha());
    for (int i = from; i < to; i++) {
      float up = Fits.positive(x[i]);
      dx[i] = dy[i] * (up * scale + (1 - up) * (Math.min(y[i], 0f) + most));
    }
  }
}
