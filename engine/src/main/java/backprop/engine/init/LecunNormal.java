// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Normal with mean 0 and variance 1 / fan-in, not truncated (LeCun, Bottou, Orr and Mueller,
 * "Efficient BackProp", 1998, section 4.6); what SELU needs.
 */
@Description("Normal with variance 1 / fan-in: for SELU and linear units.")
@Formula("normal with variance 1 / fan-in")
@Source(
    "LeCun, Bottou, Orr and Mueller, \"Efficient BackProp\", in: Neural Networks: "
        + "Tricks of the Trade, 1998, section 4.6")
public record LecunNormal() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    Fans.normal(w, 1.0 / fanIn, random);
  }
}
