// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.loss.BinaryCrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MembersLoss;
import backprop.engine.loss.TargetKind;
import backprop.engine.metric.Targets;
import backprop.engine.network.Network;

/** What targets mean where nobody says it. */
public final class Meaning {
  private Meaning() {}

  /**
   * As the rows say. Else indices of classes where the loss wants them, 0 or 1 where it is the
   * binary cross-entropy of one output, and numbers elsewhere.
   */
  public static Targets of(Network network, Batches rows) {
    return rows.targetMeaning().orElseGet(() -> guess(network));
  }

  private static Targets guess(Network network) {
    Loss given = network.spec().loss();
    Loss loss = given instanceof MembersLoss m ? m.loss() : given;
    if (loss instanceof BinaryCrossEntropy && network.output().columns() == 1) {
      return Targets.classes(Targets.Form.SINGLE);
    }
    return loss.kind() == TargetKind.CLASS
        ? Targets.classes(Targets.Form.INDEX)
        : Targets.numbers();
  }
}
