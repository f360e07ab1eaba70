// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * {@code x} where x is above 0, else {@code slope * x}. Derivative 1 or slope. Exact in float but
 * for the rounding of slope. Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network
 * acoustic models", ICML 2013.
 *
 * @param slope slope below 0, above 0 and below 1 (0 is relu, 1 is identity)
 */
@Description("Rectified linear with a small slope below 0.")
@Formula("f(x) = max(x, slope * x)")
@Source(
    "Maas, Hannun and Ng, \"Rectifier nonlinearities improve neural network acoustic "
        + "models\", ICML 2013")
public record LeakyRelu(@Tip(value = "slope below 0", above = 0, below = 1) double slope)
    implements ElementwiseActivation {

  public LeakyRelu {
    if (!(slope > 0 && slope < 1)) {
      throw new IllegalArgumentException(
          "slope is " + slope + ", allowed are numbers above 0 and below 1");
    }
  }

  /** Slope 0.01. */
  public LeakyRelu() {
    this(0.01);
  }

  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public double value(double x) {
    return Math.max(x, slope * x);
  }

  @Override
  public double derivative(double x, double y) {
    return x > 0 ? 1 : slope;
  }

  @Override
  public double curvature(double x, double y) {
    return 0;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    float s = (float) slope;
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], s * x[i]);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    float s = (float) slope;
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * Math.max(s, Fits.positive(x[i]));
    }
  }
}
