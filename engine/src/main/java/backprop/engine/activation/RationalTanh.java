// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Rational approximation of {@code 1.7159 tanh(2x / 3)}: with {@code a = |2x / 3|}, {@code 1.7159
 * sign(x) (1 - 1 / (1 + a + a^2 + 1.41645 a^4))}. Derivative {@code 1.14393 (1 + 2 a + 5.6658 a^3)
 * / (1 + a + a^2 + 1.41645 a^4)^2}. The float loops limit a to 1e6, where the function is constant
 * in float. LeCun, Bottou, Orr and Mueller, "Efficient backprop", 1998, for the constants of the
 * hyperbolic tangent; the rational form as in Deeplearning4j.
 */
@Description("Rational approximation of 1.7159 tanh(2x / 3).")
@Formula("y = 1.7159 * sign(x) * (1 - 1 / (1 + a + a^2 + 1.41645 * a^4)), a = |2 * x / 3|")
@Source(
    "Kalinovskii and Spitsyn, \"Compact convolutional neural network cascade for face "
        + "detection\", 2015 (arXiv 1508.01292); the constants 1.7159 and 2/3 from LeCun, "
        + "Bottou, Orr and Mueller, \"Efficient BackProp\", 1998")
public record RationalTanh() implements ElementwiseActivation {
  private static final double SCALE = 1.7159;
  private static final double FOURTH = 1.41645;

  /** Beyond this, infinity divided by infinity would be NaN. */
  private static final double FAR = 1e30;

  private static final float FAR_IN_FLOAT = 1e6f;

  @Override
  public double value(double x) {
    double a = Math.min(Math.abs(x) * 2 / 3, FAR);
    double more = a + a * a + FOURTH * a * a * a * a;
    return Math.copySign(SCALE * (more / (1 + more)), x);
  }

  @Override
  public double derivative(double x, double y) {
    double a = Math.min(Math.abs(x) * 2 / 3, FAR);
    double d = 1 + a + a * a + FOURTH * a * a * a * a;
    return SCALE * 2 / 3 * (1 + 2 * a + 4 * FOURTH * a * a * a) / (d * d);
  }

  @Override
  public double curvature(double x, double y) {
    double a = Math.min(Math.abs(x) * 2 / 3, FAR);
    double d = 1 + a + a * a + FOURTH * a * a * a * a;
    double first = (1 + 2 * a + 4 * FOURTH * a * a * a) / d;
    double second = (2 + 12 * FOURTH * a * a) / d;
    return Math.signum(x) * SCALE * 4 / 9 * (second - 2 * first * first) / d;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      float a = Math.min(Math.abs(x[i]) * (2f / 3), FAR_IN_FLOAT);
      float more = a + a * a * (1f + (float) FOURTH * a * a);
      y[i] = (float) SCALE * Fits.limited(x[i] * 1e30f * 1e30f, -1f, 1f) * (more / (1f + more));
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      float a = Math.min(Math.abs(x[i]) * (2f / 3), FAR_IN_FLOAT);
      float d = 1f / (1f + a + a * a * (1f + (float) FOURTH * a * a));
      float slope = (1f + a * (2f + (float) (4 * FOURTH) * a * a)) * d;
      dx[i] = dy[i] * ((float) (SCALE * 2 / 3) * slope * d);
    }
  }
}
