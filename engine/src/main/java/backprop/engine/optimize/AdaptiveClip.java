// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.schedule.Progress;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Limits the gradients of each unit by the size of its weights, and passes them to another
 * optimizer: a column of a weight matrix whose gradient has the norm {@code n > limit * max(norm of
 * the weights, floor)} is scaled down to that. Biases, gains and other parameters with one number
 * per unit are taken as one column.
 *
 * <p>Brock, De, Smith and Simonyan, "High-performance large-scale image recognition without
 * normalization", ICML 2021, equation 3, with the defaults of section 4 (limit 0.01 for large
 * batches, up to 0.16 for small ones; floor 0.001). The paper leaves the output layer unclipped;
 * here all layers are treated alike.
 *
 * @param limit largest ratio of the norms, above 0
 * @param optimizer takes the step
 * @param floor weights of a smaller norm count as this, above 0
 */
@Description("Another optimizer, with each unit's gradient limited by the norm of its weights.")
@Formula("g = g * limit * n / |g| for each column where |g| > limit * n, n = max(|w|, " + "floor)")
@Source(
    "Brock, De, Smith and Simonyan, \"High-performance large-scale image recognition "
        + "without normalization\", ICML 2021, equation 3")
public record AdaptiveClip(
    @Tip(value = "largest gradient norm over weight norm", above = 0, required = true) double limit,
    @Tip(value = "the optimizer that takes the step", required = true) Optimizer optimizer,
    @Tip(value = "the smallest norm that weights count as", above = 0) double floor)
    implements GradientTreatment {
  public AdaptiveClip {
    Check.positive("limit", limit);
    Check.positive("floor", floor);
  }

  @Override
  public void treat(Kernels k, Progress p, Parameters parameters) {
    for (int i = 0; i < parameters.pieces().size(); i++) {
      Parameters.Piece piece = parameters.pieces().get(i);
      k.limitColumnRatios(piece.weights(), limit, floor, piece.gradients());
    }
  }
}
