// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Uniform in +-sqrt(3 / fan-in): variance 1 / fan-in (LeCun, Bottou, Orr and Mueller, "Efficient
 * BackProp", 1998, section 4.6).
 */
@Description("Uniform with variance 1 / fan-in: for SELU and linear units.")
@Formula("uniform in +-sqrt(3 / fan-in)")
@Source(
    "LeCun, Bottou, Orr and Mueller, \"Efficient BackProp\", in: Neural Networks: "
        + "Tricks of the Trade, 1998, section 4.6")
public record LecunUniform() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    Fans.uniform(w, 1.0 / fanIn, random);
  }
}
