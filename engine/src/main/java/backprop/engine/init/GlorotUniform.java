// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Uniform in +-sqrt(6 / (fan-in + fan-out)): variance 2 / (fan-in + fan-out). Keeps the variance of
 * activations and of gradients about equal for tanh-like functions (Glorot and Bengio,
 * "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
 * equation 16).
 */
@Description("Uniform with variance 2 / (fan-in + fan-out): for tanh and sigmoid.")
@Formula("uniform in +-sqrt(6 / (fan-in + fan-out))")
@Source(
    "Glorot and Bengio, \"Understanding the difficulty of training deep feedforward "
        + "neural networks\", AISTATS 2010, equation 16")
public record GlorotUniform() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    Fans.uniform(w, 2.0 / (fanIn + fanOut), random);
  }
}
