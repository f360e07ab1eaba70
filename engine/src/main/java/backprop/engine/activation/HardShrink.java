// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * {@code x} where |x| is above the threshold, else 0; it jumps at both thresholds. Derivative 1
 * outside, 0 inside. Donoho and Johnstone, "Ideal spatial adaptation by wavelet shrinkage",
 * Biometrika 81 (1994).
 *
 * @param threshold up to where |x| becomes 0, at least 0
 */
@Description("x far from 0, else 0.")
@Formula("y = x for |x| > threshold, else 0")
@Source(
    "Donoho and Johnstone, \"Ideal spatial adaptation by wavelet shrinkage\", Biometrika "
        + "81, 1994")
public record HardShrink(@Tip(value = "up to where |x| becomes 0", min = 0) double threshold)
    implements ElementwiseActivation {
  public HardShrink {
    if (!(threshold >= 0 && threshold <= 1e30)) {
      throw new IllegalArgumentException(
          "threshold is " + threshold + ", allowed are 0 up to 1e30");
    }
  }

  /** Threshold 1/2. */
  public HardShrink() {
    this(0.5);
  }

  @Override
  public double value(double x) {
    return Math.abs(x) <= threshold ? 0 : x;
  }

  @Override
  public double derivative(double x, double y) {
    return Math.abs(x) <= threshold ? 0 : 1;
  }

  @Override
  public double curvature(double x, double y) {
    return 0;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    float least = (float) threshold;
    for (int i = from; i < to; i++) {
      float a = Math.abs(x[i]);
      y[i] = x[i] * Fits.positive(a - least);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    float least = (float) threshold;
    for (int i = from; i < to; i++) {
      float a = Math.abs(x[i]);
      dx[i] = dy[i] * Fits.positive(a - least);
    }
  }
}
