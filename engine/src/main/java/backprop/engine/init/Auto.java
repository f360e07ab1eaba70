// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * What suits the activation that follows: layers that know their activation replace this by its
 * initializer. Where none is known it is Glorot-uniform.
 */
@Description("What suits the activation: He for ReLU and relatives, LeCun for SELU, else Glorot.")
@Formula("as the activation that follows says")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "8.4")
public record Auto() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    new GlorotUniform().fill(w, rows, columns, fanIn, fanOut, random);
  }
}
