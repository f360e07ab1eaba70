// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.schedule.Progress;

/**
 * Turns gradients into new weights. Immutable: what it remembers lives in the slots of {@link
 * Parameters}, so saving those and the progress saves everything. What changes the gradients first,
 * averages the weights or takes several steps for one wraps another optimizer: {@link
 * WrappingOptimizer}.
 */
public non-sealed interface Optimizer extends Optimization {
  /** How many flat vectors it needs, each as long as the parameters; they start at zero. */
  int slots();

  /** The learning rate at this progress, {@link Progress#rateScale} included. */
  double rate(Progress p);

  /** One step. Allocates nothing. */
  void step(Kernels k, Progress p, Parameters parameters);

  /**
   * Index of the slot with the weights that are to be judged and kept in place of those that are
   * trained, at this progress (after a step: its step counts as finished); -1 where these are the
   * same.
   */
  default int keptSlot(Progress p) {
    return -1;
  }
}
