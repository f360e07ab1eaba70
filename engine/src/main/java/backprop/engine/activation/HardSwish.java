// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * {@code x * min(max(x + 3, 0), 6) / 6}: swish with a piecewise linear sigmoid. Derivative {@code
 * (2 x + 3) / 6} for |x| below 3, 0 on its left, 1 on its right. Howard et al., "Searching for
 * MobileNetV3", ICCV 2019.
 */
@Description("Swish with a sigmoid made of straight lines.")
@Formula("y = x * min(max(x + 3, 0), 6) / 6")
@Source("Howard et al., \"Searching for MobileNetV3\", ICCV 2019, section 5.2")
public record HardSwish() implements ElementwiseActivation {
  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public double value(double x) {
    return x > 3 ? x : x > -3 ? x * (x + 3) / 6 : Double.isNaN(x) ? x : 0;
  }

  @Override
  public double derivative(double x, double y) {
    return x > 3 ? 1 : x > -3 ? (2 * x + 3) / 6 : 0;
  }

  @Override
  public double curvature(double x, double y) {
    return Math.abs(x) < 3 ? 1.0 / 3 : 0;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      float a = Math.max(x[i], -3f);
      y[i] = a * (Math.min(a + 3f, 6f) * (1f / 6));
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      float a = Fits.limited(x[i], -3f, 3f);
      float right = Fits.positive(x[i] - 3f);
      dx[i] = dy[i] * Fits.positive(x[i] + 3f) * (right + (1f - right) * (2f * a + 3f) * (1f / 6));
    }
  }
}
