// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

/** Changes the inputs of training rows a little, anew in every step. */
public interface RowAugmentation extends Augmentation {
  /**
   * What it does to inputs of this form.
   *
   * @throws IllegalArgumentException in one sentence when it is not for such inputs
   */
  Transform on(InputForm form);
}
