// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.schedule.Progress;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Scales the gradients down where the Euclidean norm of all of them together exceeds a limit,
 * {@code g = g * limit / norm}, and passes them to another optimizer (Pascanu, Mikolov and Bengio,
 * "On the difficulty of training recurrent neural networks", ICML 2013, algorithm 1). PyTorch's
 * {@code clip_grad_norm_} adds 1e-6 to the norm; this does not. A norm that is infinite or NaN
 * makes all gradients NaN, so that the trainer sees it.
 *
 * @param limit largest norm, above 0
 * @param optimizer takes the step
 */
@Description("Another optimizer, with the norm of all gradients together limited.")
@Formula("g = g * min(1, limit / |g|), |g| over all parameters, then a step of the " + "optimizer")
@Source(
    "Pascanu, Mikolov and Bengio, \"On the difficulty of training recurrent neural "
        + "networks\", ICML 2013, algorithm 1")
public record ClipByGlobalNorm(
    @Tip(value = "largest norm of all gradients together", above = 0, required = true) double limit,
    @Tip(value = "the optimizer that takes the step", required = true) Optimizer optimizer)
    implements GradientTreatment {
  public ClipByGlobalNorm {
    Check.positive("limit", limit);
  }

  @Override
  public void treat(Kernels k, Progress p, Parameters parameters) {
    parameters.scratch()[NormLimit.LIMIT] = limit;
    parameters.updateByNorm(k, NormLimit.RULE, NormLimit.NORM, parameters.gradients());
  }
}
