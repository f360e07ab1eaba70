// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.augment.Augmentation;
import backprop.engine.augment.Oversampling;
import backprop.engine.metric.Targets;
import backprop.engine.text.Names;
import java.util.List;

/** What becomes of the rows that a trainer is given before it starts. */
final class TrainingRows {
  private TrainingRows() {}

  /** The rows with those that the spec's oversampling adds; a remark says how many. */
  static Batches oversampled(Batches rows, Targets meaning, TrainSpec spec, List<String> remarks) {
    Batches all = rows;
    for (Augmentation a : spec.minibatches().augmentations()) {
      if (a instanceof Oversampling o) {
        Batches more = all.with(o, meaning, spec.seed());
        String name = Names.of(a.getClass());
        remarks.add(name + " added " + (more.rows() - all.rows()) + " rows to " + all.rows());
        all = more;
      }
    }
    return all;
  }

  /** The validation rows; null, with a remark, where these weigh nothing and so judge nothing. */
  static Batches withWeight(Batches rows, List<String> remarks) {
    if (rows != null && !(rows.totalWeight() > 0)) {
      remarks.add(
          "the validation rows have no weight: epochs are judged by the loss of the training rows");
      return null;
    }
    return rows;
  }

  /** The numbers of all rows. */
  static int[] all(int rows) {
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    return order;
  }
}
