// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.schedule.Progress;

/**
 * An optimizer around another one. The inner optimizer's slots come first, so that their indices
 * are the same inside and outside; {@link #ownSlots} follow.
 */
public interface WrappingOptimizer extends Optimizer {
  /** The inner optimizer. */
  Optimizer optimizer();

  /** How many slots the wrapper itself needs. */
  default int ownSlots() {
    return 0;
  }

  @Override
  default int slots() {
    return optimizer().slots() + ownSlots();
  }

  @Override
  default double rate(Progress p) {
    return optimizer().rate(p);
  }

  @Override
  default int keptSlot(Progress p) {
    return optimizer().keptSlot(p);
  }
}
