// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/** {@code x^3}. Derivative {@code 3 x^2}. Grows fast: for normalized inputs and small weights. */
@Description("The third power of x.")
@Formula("y = x^3")
@Source(
    "Chen and Manning, \"A fast and accurate dependency parser using neural networks\", "
        + "EMNLP 2014, section 3.1")
public record Cube() implements ElementwiseActivation {
  @Override
  public double value(double x) {
    return x * x * x;
  }

  @Override
  public double derivative(double x, double y) {
    return 3 * x * x;
  }

  @Override
  public double curvature(double x, double y) {
    return 6 * x;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = x[i] * x[i] * x[i];
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * (3f * x[i] * x[i]);
    }
  }
}
