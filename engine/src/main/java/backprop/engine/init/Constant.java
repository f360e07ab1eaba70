// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.Arrays;

/**
 * The same value everywhere.
 *
 * @param value the value, finite
 */
@Description("The same value everywhere.")
@Formula("w = value")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "8.4")
public record Constant(@Tip(value = "the value", required = true) double value)
    implements Initializer {
  public Constant {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value is " + value + ", allowed are finite numbers");
    }
  }

  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    Arrays.fill(w, value);
  }
}
