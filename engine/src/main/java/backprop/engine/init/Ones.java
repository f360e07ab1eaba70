// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import java.util.Arrays;

/** All ones: for gains. */
@Description("All ones.")
public record Ones() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    Arrays.fill(w, 1);
  }
}
