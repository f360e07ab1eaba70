// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Normal with mean 0 and variance 2 / fan-in, not truncated (He, Zhang, Ren and Sun, "Delving deep
 * into rectifiers", ICCV 2015, equation 10).
 */
@Description("Normal with variance 2 / fan-in: for ReLU and its relatives.")
@Formula("normal with variance 2 / fan-in")
@Source("He, Zhang, Ren and Sun, \"Delving deep into rectifiers\", ICCV 2015, equation " + "10")
public record HeNormal() implements Initializer {
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    Fans.normal(w, 2.0 / fanIn, random);
  }
}
