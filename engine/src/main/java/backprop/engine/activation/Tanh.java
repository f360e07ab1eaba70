// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.backend.FloatMath;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/** Hyperbolic tangent, in (-1, 1). Derivative {@code 1 - y^2}. */
@Description("Hyperbolic tangent, between -1 and 1.")
@Formula("f(x) = tanh(x)")
@Source(
    "LeCun, Bottou, Orr and Mueller, \"Efficient BackProp\", in: Neural Networks: "
        + "Tricks of the Trade, 1998, section 4.4")
public record Tanh() implements ElementwiseActivation {
  @Override
  public double value(double x) {
    return Math.tanh(x);
  }

  @Override
  public double derivative(double x, double y) {
    double c = Math.cosh(x);
    return 1 / (c * c);
  }

  @Override
  public double curvature(double x, double y) {
    return -2 * y * derivative(x, y);
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    FloatMath.tanh(x, y, from, to);
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * (1 - y[i] * y[i]);
    }
  }

  @Override
  public boolean backwardReadsInput() {
    return false;
  }
}
