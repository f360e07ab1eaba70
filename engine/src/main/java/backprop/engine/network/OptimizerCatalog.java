// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.optimize.Adam;
import backprop.engine.optimize.AdamW;
import backprop.engine.optimize.ClipByGlobalNorm;
import backprop.engine.optimize.ClipByValue;
import backprop.engine.optimize.Optimization;
import backprop.engine.optimize.RmsProp;
import backprop.engine.optimize.Sgd;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Catalog;

/** All optimizers and minimizers, one line per entry. */
final class OptimizerCatalog {
  private OptimizerCatalog() {}

  static Catalog<Optimization> entries() {
    Schedule none = new Constant(0);
    return Catalog.of(
        "optimizer",
        Optimization.class,
        new Sgd(new Constant(0.01), none, false),
        new RmsProp(new Constant(0.01), new Constant(0.99), none, 1e-8),
        new Adam(new Constant(0.001)),
        new AdamW(new Constant(0.001), new Constant(0.01)),
        new ClipByValue(1, new Adam(new Constant(0.001))),
        new ClipByGlobalNorm(1, new Adam(new Constant(0.001))));
  }
}
