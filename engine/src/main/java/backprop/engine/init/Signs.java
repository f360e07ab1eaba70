// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Ones and minus ones, each with probability 1/2: for the factors of members that share weights.
 */
@Description("Ones and minus ones at random.")
@Formula("w = 1 or -1, each with probability 1/2")
@Source(
    "Wen, Tran and Ba, \"BatchEnsemble: an alternative approach to efficient ensemble and lifelong"
        + " learning\", ICLR 2020, section 4")
public record Signs() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    for (int i = 0; i < w.length; i++) {
      w[i] = random.nextDouble() < 0.5 ? -1 : 1;
    }
  }
}
