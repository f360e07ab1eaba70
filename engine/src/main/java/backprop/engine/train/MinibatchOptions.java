// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.augment.Augmentation;
import java.util.List;

/**
 * What is done to the rows of minibatches, and how many of these make a step.
 *
 * @param accumulate minibatches whose gradients together make one step, at least 1: like a batch of
 *     so many times the rows, in the memory of one minibatch
 * @param mixup alpha of the Beta distribution by which rows are mixed, 0 for no mixing; see {@link
 *     backprop.engine.augment.Mixup}
 * @param augmentations what makes more of the training rows
 */
public record MinibatchOptions(int accumulate, double mixup, List<Augmentation> augmentations) {
  public MinibatchOptions {
    if (accumulate < 1) {
      throw new IllegalArgumentException(
          "accumulate is " + accumulate + ", allowed are 1 and above");
    }
    if (!(mixup >= 0 && mixup < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("mixup is " + mixup + ", allowed are 0 and above");
    }
    augmentations = List.copyOf(augmentations);
  }

  /** One minibatch a step, its rows as they are. */
  public static MinibatchOptions plain() {
    return new MinibatchOptions(1, 0, List.of());
  }
}
