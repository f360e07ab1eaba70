// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * {@code x} moved towards 0 by the threshold, and 0 where |x| is not above it: {@code x - t} above
 * t, {@code x + t} below -t. Derivative 1 outside, 0 inside. Donoho, "De-noising by
 * soft-thresholding", IEEE Transactions on Information Theory 41 (1995).
 *
 * @param threshold by how much, at least 0
 */
@Description("x moved towards 0 by a threshold.")
@Formula("y = sign(x) * max(|x| - threshold, 0)")
@Source(
    "Donoho, \"De-noising by soft-thresholding\", IEEE Transactions on Information "
        + "Theory 41, 1995")
public record SoftShrink(@Tip(value = "by how much x is moved towards 0", min = 0) double threshold)
    implements ElementwiseActivation {
  public SoftShrink {
    if (!(threshold >= 0 && threshold <= 1e30)) {
      throw new IllegalArgumentException(
          "threshold is " + threshold + ", allowed are 0 up to 1e30");
    }
  }

  /** Threshold 1/2. */
  public SoftShrink() {
    this(0.5);
  }

  @Override
  public double value(double x) {
    return x - Fits.limited(x, -threshold, threshold) + 0.0;
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
    float t = (float) threshold;
    for (int i = from; i < to; i++) {
      y[i] = x[i] - Fits.limited(x[i], -t, t);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    float t = (float) threshold;
    for (int i = from; i < to; i++) {
      float a = Math.abs(x[i]);
      dx[i] = dy[i] * Fits.positive(a - t);
    }
  }
}
