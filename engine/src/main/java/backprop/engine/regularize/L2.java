// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * The penalty {@code factor / 2 * sum w^2}; its gradient is {@code factor * w} (Goodfellow, Bengio
 * and Courville, "Deep Learning", 2016, section 7.1.1). This is {@code weight_decay} of PyTorch's
 * SGD and half of what Keras calls {@code l2}.
 *
 * @param factor its weight in the loss, at least 0
 */
@Description("Adds half the sum of the squared weights to the loss: keeps weights small.")
@Formula("loss + factor / 2 * sum of w^2")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "7.1.1")
public record L2(
    @Tip(value = "weight of the penalty in the loss", min = 0, required = true) double factor)
    implements Regularizer {
  public L2 {
    PenaltyRule.check("factor", factor);
  }

  @Override
  public double penalty(Kernels k, Matrix weights) {
    return factor / 2 * k.sumOfSquares(weights);
  }

  @Override
  public double curvature() {
    return factor;
  }

  @Override
  public void addGradient(
      Kernels k, int from, int count, Matrix weights, Matrix gradients, double[] scratch) {
    PenaltyRule.add(k, 0, factor, from, count, weights, gradients, scratch);
  }
}
