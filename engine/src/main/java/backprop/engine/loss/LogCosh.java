// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.FloatMath;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Mean over the outputs of {@code log(cosh(d))}, {@code d = prediction - target}: half the square
 * near the target, {@code |d| - log 2} far from it, smooth between. Computed as {@code |d| + log(1
 * + e^(-2 |d|)) - log 2}, which does not overflow. Derivative {@code tanh(d) / outputs}.
 */
@Description("Smooth blend of squared and absolute error.")
@Formula("mean over outputs of ln(cosh(x - t))")
@Source(
    "Karal, \"Maximum likelihood optimal and robust support vector regression with "
        + "lncosh loss function\", Neural Networks 94, 2017")
public record LogCosh() implements PairwiseLoss {
  private static final double LOG_2 = Math.log(2);

  @Override
  public double value(double prediction, double target) {
    double a = Math.abs(prediction - target);
    return a + Math.log1p(Math.exp(-2 * a)) - LOG_2;
  }

  @Override
  public double derivative(double prediction, double target) {
    return Math.tanh(prediction - target);
  }

  @Override
  public double curvature(double prediction, double target) {
    double c = Math.cosh(prediction - target);
    return 1 / (c * c);
  }

  @Override
  public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = -2 * Math.abs(prediction[i] - target[i]);
    }
    FloatMath.softplus(out, out, from, to);
    for (int i = from; i < to; i++) {
      out[i] += Math.abs(prediction[i] - target[i]) - (float) LOG_2;
    }
  }

  @Override
  public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = prediction[i] - target[i];
    }
    FloatMath.tanh(out, out, from, to);
  }
}
