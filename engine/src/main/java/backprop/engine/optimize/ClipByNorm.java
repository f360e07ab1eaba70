// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.schedule.Progress;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Scales the gradients of each parameter matrix (a layer's weights, its biases ...) down where
 * their own Euclidean norm exceeds a limit, {@code g = g * limit / norm}, and passes them to
 * another optimizer; as {@code clipnorm} of Keras. Unlike {@link ClipByGlobalNorm} this changes the
 * direction of the whole gradient, but one layer with large gradients does not slow the others. A
 * norm that is infinite or NaN makes the matrix's gradients NaN, so that the trainer sees it.
 *
 * @param limit largest norm, above 0
 * @param optimizer takes the step
 */
@Description("Another optimizer, with the norm of each parameter matrix's gradients limited.")
@Formula("g = g * limit / |g| where the norm |g| of a matrix exceeds limit")
@Source(
    "Pascanu, Mikolov and Bengio, \"On the difficulty of training recurrent neural "
        + "networks\", ICML 2013, algorithm 1, matrix by matrix")
public record ClipByNorm(
    @Tip(value = "largest norm of a matrix's gradients", above = 0, required = true) double limit,
    @Tip(value = "the optimizer that takes the step", required = true) Optimizer optimizer)
    implements GradientTreatment {
  public ClipByNorm {
    Check.positive("limit", limit);
  }

  @Override
  public void treat(Kernels k, Progress p, Parameters parameters) {
    for (int i = 0; i < parameters.pieces().size(); i++) {
      parameters.scratch()[NormLimit.LIMIT] = limit;
      parameters.updatePieceByNorm(k, NormLimit.RULE, NormLimit.NORM, i);
    }
  }
}
