// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/** {@code x - tanh(x)}: near 0 like {@code x^3 / 3}. Derivative {@code tanh(x)^2}. */
@Description("x minus its hyperbolic tangent: nearly 0 around 0.")
@Formula("y = x - tanh(x)")
@Source("as Tanhshrink in the manual of PyTorch")
public record TanhShrink() implements ElementwiseActivation {
  @Override
  public double value(double x) {
    return x - Math.tanh(x);
  }

  @Override
  public double derivative(double x, double y) {
    double t = Math.tanh(x);
    return t * t;
  }

  @Override
  public double curvature(double x, double y) {
    double t = Math.tanh(x);
    return 2 * t / (Math.cosh(x) * Math.cosh(x));
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      float a = Fits.limited(x[i], -9.02f, 9.02f);
      y[i] = x[i] - Fits.tanh(a);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      float t = Fits.tanh(Fits.limited(x[i], -9.02f, 9.02f));
      dx[i] = dy[i] * t * t;
    }
  }
}
