// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * {@code x * s(beta * x)} with the logistic function s; with beta 1 it is SiLU. Derivative {@code s
 * + beta * x * s * (1 - s)}. Ramachandran, Zoph and Le, "Searching for activation functions", 2017
 * (arXiv 1710.05941); Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units", 2018.
 *
 * @param beta how sharp the gate is, 0.001 to 1000; near 0 linear, large like ReLU
 */
@Description("x times its logistic function (SiLU).")
@Formula("y = x / (1 + e^(-beta * x))")
@Source(
    "Ramachandran, Zoph and Le, \"Searching for activation functions\", 2017 (arXiv "
        + "1710.05941); Elfwing, Uchibe and Doya, \"Sigmoid-weighted linear units for neural "
        + "network function approximation in reinforcement learning\", Neural Networks 107, "
        + "2018")
public record Swish(@Tip(value = "how sharp the gate is", min = 0.001, max = 1000) double beta)
    implements Gated {

  public Swish {
    if (!(beta >= 0.001 && beta <= 1000)) {
      throw new IllegalArgumentException("beta is " + beta + ", allowed are 0.001 to 1000");
    }
  }

  /** Beta 1. */
  public Swish() {
    this(1);
  }

  @Override
  public double value(double x) {
    return Math.max(x, -FAR) * Sigmoid.logistic(beta * x);
  }

  @Override
  public double derivative(double x, double y) {
    double s = Sigmoid.logistic(beta * x);
    double rest = Sigmoid.logistic(-beta * x);
    return s + beta * Fits.limited(x, -FAR, FAR) * s * rest;
  }

  @Override
  public double curvature(double x, double y) {
    double s = Sigmoid.logistic(beta * x);
    double rest = Sigmoid.logistic(-beta * x);
    return beta * (s * rest) * (2 + beta * Fits.limited(x, -FAR, FAR) * (1 - 2 * s));
  }

  @Override
  public void exponent(float[] x, float[] u, int count) {
    float b = (float) beta;
    for (int i = 0; i < count; i++) {
      u[i] = Math.min(b * x[i], 60f);
    }
  }

  @Override
  public void value(float[] x, float[] e, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = Math.max(x[i], -1e30f) * (e[i] / (1f + e[i]));
    }
  }

  @Override
  public void slope(float[] x, float[] e, float[] y, int count) {
    float b = (float) beta;
    for (int i = 0; i < count; i++) {
      float rest = 1f / (1f + e[i]);
      float far = Fits.limited(b * x[i], -200f, 60f);
      y[i] = e[i] * rest * (1f + far * rest);
    }
  }
}
