// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Normal with mean 0 and variance 2 / (fan-in + fan-out), not truncated (Glorot and Bengio,
 * "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010).
 */
@Description("Normal with variance 2 / (fan-in + fan-out): for tanh and sigmoid.")
@Formula("normal with variance 2 / (fan-in + fan-out)")
@Source(
    "Glorot and Bengio, \"Understanding the difficulty of training deep feedforward "
        + "neural networks\", AISTATS 2010, equation 12")
public record GlorotNormal() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    Fans.normal(w, 2.0 / (fanIn + fanOut), random);
  }
}
