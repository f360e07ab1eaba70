// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import java.util.Arrays;

/** All zeros: for biases. Weights of a hidden layer that start equal stay equal. */
@Description("All zeros.")
@Formula("w = 0")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "8.4")
public record Zeros() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    Arrays.fill(w, 0);
  }
}
