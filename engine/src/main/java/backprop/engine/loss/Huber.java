// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Squared near the target, absolute far from it: with {@code d = prediction - target}, the mean
 * over the outputs of {@code d^2 / 2} where {@code |d| <= delta}, else {@code delta * (|d| - delta
 * / 2)}. The derivative for each output is d, limited to [-delta, delta], divided by the number of
 * outputs. Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35
 * (1964).
 *
 * @param delta where it turns from squared to absolute, above 0, in units of the target
 */
@Description("Squared error near the target, absolute error far from it.")
@Formula("L = mean of d^2 / 2 where |d| <= delta, else delta * (|d| - delta / 2), d = x - " + "t")
@Source(
    "Huber, \"Robust estimation of a location parameter\", Annals of Mathematical "
        + "Statistics 35, 1964")
public record Huber(
    @Tip(value = "where it turns from squared to absolute, in units of the target", above = 0)
        double delta)
    implements PairwiseLoss {
  public Huber {
    if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "delta is " + delta + ", allowed are finite numbers above 0");
    }
  }

  @Override
  public double value(double prediction, double target) {
    double a = Math.abs(prediction - target);
    double near = Math.min(a, delta);
    return near * (a - 0.5 * near);
  }

  @Override
  public double derivative(double prediction, double target) {
    return Math.max(-delta, Math.min(delta, prediction - target));
  }

  @Override
  public double curvature(double prediction, double target) {
    return Math.abs(prediction - target) < delta ? 1 : 0;
  }

  @Override
  public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
    float d = (float) delta;
    for (int i = from; i < to; i++) {
      float a = Math.abs(prediction[i] - target[i]);
      float near = Math.min(a, d);
      out[i] = near * (a - 0.5f * near);
    }
  }

  @Override
  public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
    float d = (float) delta;
    for (int i = from; i < to; i++) {
      out[i] = Math.max(-d, Math.min(d, prediction[i] - target[i]));
    }
  }
}
