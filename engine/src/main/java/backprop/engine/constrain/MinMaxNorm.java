// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.constrain;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Brings the Euclidean norm n of the weights that lead into each unit (a column of the matrix) into
 * a range after each step, or a part of the way there, as {@code MinMaxNorm} of Keras: {@code w =
 * rate * w * min(max(n, minimum), maximum) / n + (1 - rate) * w}. A unit whose weights are all 0
 * stays so.
 *
 * @param minimum smallest norm, at least 0
 * @param maximum largest norm, above 0 and at least the minimum
 * @param rate part of the way, above 0 and at most 1
 */
@Description("Brings the norm of the weights that lead into each unit into a range.")
@Formula(
    "w = rate * w * min(max(|w|, minimum), maximum) / |w| + (1 - rate) * w for the "
        + "weights of each unit")
@Source(
    "Srebro and Shraibman, \"Rank, trace-norm and max-norm\", COLT 2005; the rule in "
        + "this form is that of Keras")
public record MinMaxNorm(
    @Tip(value = "smallest norm", min = 0, required = true) double minimum,
    @Tip(value = "largest norm", above = 0, required = true) double maximum,
    @Tip(value = "part of the way that one step goes", above = 0, max = 1) double rate)
    implements Constraint {
  public MinMaxNorm {
    if (!(maximum > 0 && maximum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("maximum is " + maximum + ", allowed are numbers above 0");
    }
    if (!(minimum >= 0 && minimum <= maximum)) {
      throw new IllegalArgumentException(
          "minimum is " + minimum + ", allowed are 0 up to the maximum, " + maximum);
    }
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "rate is " + rate + ", allowed are numbers above 0 and at most 1");
    }
  }

  @Override
  public void project(Kernels k, Matrix w) {
    k.limitColumnNorms(w, minimum, maximum, rate);
  }
}
