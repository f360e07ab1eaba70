// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * The penalty {@code factor * sum |w|}; its gradient is {@code factor * sign(w)}, 0 at 0
 * (Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 7.1.2).
 *
 * @param factor its weight in the loss, at least 0
 */
@Description("Adds the sum of the absolute weights to the loss: makes weights sparse.")
@Formula("loss + factor * sum of |w|")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "7.1.2")
public record L1(
    @Tip(value = "weight of the penalty in the loss", min = 0, required = true) double factor)
    implements Regularizer {
  public L1 {
    PenaltyRule.check("factor", factor);
  }

  @Override
  public double penalty(Kernels k, Matrix weights) {
    return factor * k.sumOfAbsolutes(weights);
  }

  @Override
  public double curvature() {
    return 0;
  }

  @Override
  public void addGradient(
      Kernels k, int from, int count, Matrix weights, Matrix gradients, double[] scratch) {
    PenaltyRule.add(k, factor, 0, from, count, weights, gradients, scratch);
  }
}
