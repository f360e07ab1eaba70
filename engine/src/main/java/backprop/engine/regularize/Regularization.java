// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import java.util.List;

/**
 * What keeps weights in bounds: a {@link Penalty}, which adds to the loss, or a constraint, which
 * corrects the weights after each step. Users give both in one list, {@code l2(1e-4), max-norm(3)},
 * so they share one catalog; {@link #only} takes the list apart for the trainer.
 */
public interface Regularization {
  /** The elements of one type, in order. */
  static <T extends Regularization> List<T> only(
      Class<T> type, List<? extends Regularization> all) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
