// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.text.Names;

/** Makes more rows of rare classes before training, out of the training rows alone. */
public interface Oversampling extends Augmentation {
  /**
   * Refuses targets that are no classes.
   *
   * @throws IllegalArgumentException in one sentence
   */
  default void check(boolean classes) {
    if (!classes) {
      throw new IllegalArgumentException(
          "the augmentation "
              + Names.of(getClass())
              + " is for classes, but the targets are numbers");
    }
  }

  /**
   * Chooses the rows to make. Stops early, with fewer of them, when the thread is interrupted.
   *
   * @param seed of everything random
   */
  Blends choose(LabeledRows rows, long seed);
}
