// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.constrain;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Brings the Euclidean norm of the weights that lead into each unit (a column of the matrix) to 1
 * after each step, as {@code UnitNorm} of Keras; the direction is all that is learned (Salimans and
 * Kingma, "Weight normalization", NeurIPS 2016, with the length fixed). A unit whose weights are
 * all 0 stays so.
 */
@Description("Brings the norm of the weights that lead into each unit to 1.")
@Formula("w = w / |w| for the weights of each unit")
@Source(
    "Salimans and Kingma, \"Weight normalization: a simple reparameterization to "
        + "accelerate training of deep neural networks\", NeurIPS 2016, with the length "
        + "fixed")
public record UnitNorm() implements Constraint {
  @Override
  public void project(Kernels k, Matrix w) {
    k.limitColumnNorms(w, 1, 1, 1);
  }
}
