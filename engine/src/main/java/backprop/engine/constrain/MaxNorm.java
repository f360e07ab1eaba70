// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.constrain;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Limits the Euclidean norm of the weights that lead into each unit (a column of the matrix) by
 * scaling them down after each step (Srivastava et al., "Dropout", JMLR 2014, section 5.1, who take
 * 3 to 4).
 *
 * @param maximum largest norm, above 0
 */
@Description("Limits the norm of the weights that lead into each unit.")
@Formula("w = w * min(1, maximum / |w|) for the weights w that lead into each unit")
@Source(
    "Srivastava et al., \"Dropout: a simple way to prevent neural networks from "
        + "overfitting\", JMLR 15, 2014, section 5.1")
public record MaxNorm(@Tip(value = "largest norm", above = 0, required = true) double maximum)
    implements Constraint {
  public MaxNorm {
    if (!(maximum > 0 && maximum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("maximum is " + maximum + ", allowed are numbers above 0");
    }
  }

  @Override
  public void project(Kernels k, Matrix w) {
    k.limitColumnNorms(w, 0, maximum, 1);
  }
}
