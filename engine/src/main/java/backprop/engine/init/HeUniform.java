// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Uniform in +-sqrt(6 / fan-in): variance 2 / fan-in. Keeps the variance of activations for
 * ReLU-like functions (He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015).
 */
@Description("Uniform with variance 2 / fan-in: for ReLU and its relatives.")
@Formula("uniform in +-sqrt(6 / fan-in)")
@Source("He, Zhang, Ren and Sun, \"Delving deep into rectifiers\", ICCV 2015, equation " + "10")
public record HeUniform() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    Fans.uniform(w, 2.0 / fanIn, random);
  }
}
