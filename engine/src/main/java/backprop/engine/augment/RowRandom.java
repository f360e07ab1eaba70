// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.RandomStream;

/**
 * Random numbers that depend on the seed, the step, the row and the place of the augmentation in
 * the list, and on nothing else: not on the minibatch that the row is in.
 */
public final class RowRandom {
  private final RandomStream stream = new RandomStream(0);
  private long stepKey;
  private int[] order;
  private int from;

  /** The rows are {@code order[from] ...}. */
  void step(long key, int[] rowOrder, int first) {
    stepKey = key;
    order = rowOrder;
    from = first;
  }

  /**
   * The numbers of the i-th row of the minibatch, from their beginning; valid until the next call.
   */
  public RandomStream row(int i) {
    stream.restart(RandomStream.extend(stepKey, order[from + i]));
    return stream;
  }
}
