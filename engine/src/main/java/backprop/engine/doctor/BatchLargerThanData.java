// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.Optional;

/** A minibatch is to have more rows than there are: each epoch is a single step. */
public final class BatchLargerThanData implements Symptom {
  /** A batch that nobody chose for the data: of fewer rows, all are as good. */
  private static final int USUAL = 32;

  @Override
  public String name() {
    return "batch-larger-than-data";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    int rows = e.how().rows();
    if (e.batch() <= Math.max(rows, USUAL) || rows < 2) {
      return Optional.empty();
    }
    int better = Math.max(1, Math.min(32, Integer.highestOneBit(Math.max(1, rows / 8))));
    return Optional.of(
        Finding.of(
            name(),
            "a batch of "
                + e.batch()
                + " is larger than the "
                + rows
                + " training rows, so that an epoch is one step",
            new Advice(Knob.BATCH, String.valueOf(better))));
  }
}
