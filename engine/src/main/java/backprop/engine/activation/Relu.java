// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Rectified linear unit: {@code max(x, 0)}. Derivative 1 where x is above 0, else 0. Exact in
 * float. Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML
 * 2010.
 */
@Description("Rectified linear: max(x, 0).")
@Formula("f(x) = max(x, 0)")
@Source(
    "Nair and Hinton, \"Rectified linear units improve restricted Boltzmann "
        + "machines\", ICML 2010")
public record Relu() implements ElementwiseActivation {
  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public double value(double x) {
    return Math.max(x, 0);
  }

  @Override
  public double derivative(double x, double y) {
    return x > 0 ? 1 : 0;
  }

  @Override
  public double curvature(double x, double y) {
    return 0;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], 0f);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * Fits.positive(y[i]);
    }
  }
}
