// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.loss.BinaryCrossEntropy;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Huber;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanAbsoluteError;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.text.Catalog;

/** All losses, one line per entry. */
final class LossCatalog {
  private LossCatalog() {}

  static Catalog<Loss> entries() {
    return Catalog.of(
        "loss",
        Loss.class,
        new CrossEntropy(0),
        new BinaryCrossEntropy(),
        new MeanSquaredError(),
        new MeanAbsoluteError(),
        new Huber(1));
  }
}
