// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.graph.Shape;
import backprop.engine.loss.BinaryCrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MembersLoss;
import backprop.engine.metric.Targets;
import backprop.engine.network.Network;

/** What targets mean where nobody says it. */
final class Meaning {
  /** More outputs than a loss with few targets of its own could need. */
  private static final int MANY = 8;

  private Meaning() {}

  /**
   * As the rows say. Else indices of classes where the loss wants one target for any number of
   * outputs, 0 or 1 where it is the binary cross-entropy of one output, and numbers elsewhere.
   */
  static Targets of(Network network, Batches rows) {
    return rows.targetMeaning().orElseGet(() -> guess(network));
  }

  private static Targets guess(Network network) {
    Loss given = network.spec().loss();
    Loss loss = given instanceof MembersLoss m ? m.loss() : given;
    if (loss instanceof BinaryCrossEntropy && network.output().columns() == 1) {
      return Targets.classes(Targets.Form.SINGLE);
    }
    return isIndex(loss) ? Targets.classes(Targets.Form.INDEX) : Targets.numbers();
  }

  private static boolean isIndex(Loss loss) {
    try {
      return loss.target(Shape.of(MANY)).elements() == 1;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
