// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/** {@code x^2}. Derivative {@code 2 x}. */
@Description("The square of x.")
@Formula("y = x^2")
@Source(
    "Livni, Shalev-Shwartz and Shamir, \"On the computational efficiency of training "
        + "neural networks\", NIPS 2014")
public record Square() implements ElementwiseActivation {
  @Override
  public double value(double x) {
    return x * x;
  }

  @Override
  public double derivative(double x, double y) {
    return 2 * x;
  }

  @Override
  public double curvature(double x, double y) {
    return 2;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = x[i] * x[i];
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * (2f * x[i]);
    }
  }
}
