// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Both penalties in one pass: {@code l1 * sum |w| + l2 / 2 * sum w^2} (Zou and Hastie,
 * "Regularization and variable selection via the elastic net", 2005; with the factor 1/2 of {@link
 * L2}).
 *
 * @param l1 weight of the absolute values, at least 0
 * @param l2 weight of the squares, at least 0
 */
@Description("Adds both the L1 and the L2 penalty to the loss.")
@Formula("loss + l1 * sum of |w| + l2 / 2 * sum of w^2")
@Source(
    "Zou and Hastie, \"Regularization and variable selection via the elastic net\", "
        + "Journal of the Royal Statistical Society B 67, 2005")
public record ElasticNet(
    @Tip(value = "weight of the L1 penalty in the loss", min = 0, required = true) double l1,
    @Tip(value = "weight of the L2 penalty in the loss", min = 0, required = true) double l2)
    implements Regularizer {
  public ElasticNet {
    PenaltyRule.check("l1", l1);
    PenaltyRule.check("l2", l2);
  }

  @Override
  public double penalty(Kernels k, Matrix weights) {
    return l1 * k.sumOfAbsolutes(weights) + l2 / 2 * k.sumOfSquares(weights);
  }

  @Override
  public double curvature() {
    return l2;
  }

  @Override
  public void addGradient(
      Kernels k, int from, int count, Matrix weights, Matrix gradients, double[] scratch) {
    PenaltyRule.add(k, l1, l2, from, count, weights, gradients, scratch);
  }
}
