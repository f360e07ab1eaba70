// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * {@code x} where x is above the threshold, else 0; it jumps at the threshold. Derivative 1 above
 * it, else 0. Konda, Memisevic and Krueger, "Zero-bias autoencoders and the benefits of co-adapting
 * features", ICLR 2015.
 *
 * @param threshold from where on x passes, at least 0
 */
@Description("x above a threshold, else 0.")
@Formula("y = x for x > threshold, else 0")
@Source(
    "Konda, Memisevic and Krueger, \"Zero-bias autoencoders and the benefits of "
        + "co-adapting features\", ICLR 2015")
public record ThresholdedRelu(@Tip(value = "from where on x passes", min = 0) double threshold)
    implements ElementwiseActivation {
  public ThresholdedRelu {
    if (!(threshold >= 0 && threshold <= 1e30)) {
      throw new IllegalArgumentException(
          "threshold is " + threshold + ", allowed are 0 up to 1e30");
    }
  }

  /** Threshold 1. */
  public ThresholdedRelu() {
    this(1);
  }

  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public double value(double x) {
    return x > threshold || Double.isNaN(x) ? x : 0;
  }

  @Override
  public double derivative(double x, double y) {
    return x > threshold ? 1 : 0;
  }

  @Override
  public double curvature(double x, double y) {
    return 0;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    float least = (float) threshold;
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], least) * Fits.positive(x[i] - least);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    float least = (float) threshold;
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * Fits.positive(x[i] - least);
    }
  }
}
