// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * {@code x / (1 + |x|)}, between -1 and 1, which it approaches slower than a hyperbolic tangent.
 * Derivative {@code 1 / (1 + |x|)^2}. The float loops limit |x| to 1e30, where the function is 1 in
 * float. Bergstra, Desjardins, Lamblin and Bengio, "Quadratic polynomials learn better image
 * features", 2009.
 */
@Description("x / (1 + |x|): between -1 and 1, with slow tails.")
@Formula("y = x / (1 + |x|)")
@Source(
    "Bergstra, Desjardins, Lamblin and Bengio, \"Quadratic polynomials learn better "
        + "image features\", technical report 1337, University of Montreal, 2009")
public record Softsign() implements ElementwiseActivation {
  /** Beyond this, infinity divided by infinity would be NaN. */
  private static final double FAR = 1e300;

  private static final float FAR_IN_FLOAT = 1e30f;

  @Override
  public double value(double x) {
    double a = Fits.limited(x, -FAR, FAR);
    return a / (1 + Math.abs(a));
  }

  @Override
  public double derivative(double x, double y) {
    double s = 1 / (1 + Math.abs(x));
    return s * s;
  }

  @Override
  public double curvature(double x, double y) {
    double s = 1 / (1 + Math.abs(x));
    return -2 * Math.signum(x) * s * s * s;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      float a = Fits.limited(x[i], -FAR_IN_FLOAT, FAR_IN_FLOAT);
      y[i] = a / (1 + Math.abs(a));
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      float s = 1 / (1 + Math.abs(x[i]));
      dx[i] = dy[i] * s * s;
    }
  }
}
