// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.schedule.Progress;

/**
 * Changes the gradients and passes them to another optimizer. Should an optimizer inside have
 * gradients computed again in the same step ({@link Sam}), those are treated likewise.
 */
public interface GradientTreatment extends WrappingOptimizer {
  /** Changes the gradients, and nothing else. Allocates nothing. */
  void treat(Kernels k, Progress p, Parameters parameters);

  @Override
  default void step(Kernels k, Progress p, Parameters parameters) {
    treat(k, p, parameters);
    parameters.push(this);
    optimizer().step(k, p, parameters);
    parameters.pop();
  }
}
