// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.init.Initializer;
import backprop.engine.init.LecunNormal;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Scaled exponential linear unit: {@code scale * x} where x is above 0, else {@code scale * alpha *
 * (e^x - 1)}, with the scale and alpha that keep mean 0 and variance 1 from layer to layer when
 * weights start as LeCun-normal. Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing
 * neural networks", NeurIPS 2017.
 */
@Description("Scaled exponential linear: keeps signals at mean 0 and variance 1.")
@Formula("f(x) = 1.0507 * (x where x > 0, else 1.67326 * (e^x - 1))")
@Source(
    "Klambauer, Unterthiner, Mayr and Hochreiter, \"Self-normalizing neural "
        + "networks\", NeurIPS 2017")
public record Selu() implements ExponentialLinear {
  private static final double SCALE = 1.0507009873554804934193349852946;
  private static final double ALPHA = 1.6732632423543772848170429916717;

  @Override
  public Initializer initializer() {
    return new LecunNormal();
  }

  @Override
  public double scale() {
    return SCALE;
  }

  @Override
  public double alpha() {
    return ALPHA;
  }
}
