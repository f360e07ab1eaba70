// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.backend.Matrix;
import backprop.engine.train.Batches;

/** Rows that are their own targets. */
final class OwnInputs extends MadeTargets {
  OwnInputs(Batches rows) {
    super(rows);
  }

  /** Augmentations change the inputs that the network sees, not these. */
  @Override
  public void targets(int[] order, int from, int count, Matrix to) {
    rows.inputs(order, from, count, to);
  }
}
