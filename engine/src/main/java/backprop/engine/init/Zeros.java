// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import java.util.Arrays;

/** All zeros: for biases. Weights of a hidden layer that start equal stay equal. */
@Description("All zeros.")
public record Zeros() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    Arrays.fill(w, 0);
  }
}
