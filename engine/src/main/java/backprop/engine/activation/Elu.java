// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Exponential linear unit: {@code x} where x is above 0, else {@code alpha * (e^x - 1)}. Derivative
 * 1 or {@code y + alpha}. Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network
 * learning by exponential linear units", ICLR 2016.
 *
 * @param alpha minus the limit for x to minus infinity, above 0
 */
@Description("Exponential linear: smooth below 0, where it tends to -alpha.")
@Formula("f(x) = x where x > 0, else alpha * (e^x - 1)")
@Source(
    "Clevert, Unterthiner and Hochreiter, \"Fast and accurate deep network learning "
        + "by exponential linear units\", ICLR 2016")
public record Elu(@Tip(value = "minus the limit far below 0", above = 0) double alpha)
    implements ExponentialLinear {

  public Elu {
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "alpha is " + alpha + ", allowed are finite numbers above 0");
    }
  }

  /** Alpha 1. */
  public Elu() {
    this(1);
  }

  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public double scale() {
    return 1;
  }
}
