// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

/** Makes more rows of rare classes before training, out of the training rows alone. */
public interface Oversampling extends Augmentation {
  /**
   * Chooses the rows to make. Stops early, with fewer of them, when the thread is interrupted.
   *
   * @param seed of everything random
   */
  Blends choose(LabeledRows rows, long seed);
}
