// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;

/**
 * What suits the activation that follows. A layer with an activation puts that activation's
 * initializer in its place; where no activation is known it is {@link GlorotUniform}.
 */
@Description("What suits the activation that follows; Glorot-uniform where there is none.")
public record Auto() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    new GlorotUniform().fill(w, rows, columns, fanIn, fanOut, random);
  }
}
