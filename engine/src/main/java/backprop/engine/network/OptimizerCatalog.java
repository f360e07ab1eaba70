// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.minimize.CmaEs;
import backprop.engine.minimize.ConjugateGradient;
import backprop.engine.minimize.Genetic;
import backprop.engine.minimize.Lbfgs;
import backprop.engine.minimize.LevenbergMarquardt;
import backprop.engine.minimize.NewtonCg;
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
        new ClipByGlobalNorm(1, new Adam(new Constant(0.001))),
        new Lbfgs(10, 1e-6),
        new ConjugateGradient(ConjugateGradient.Formula.POLAK_RIBIERE, 1e-6),
        new NewtonCg(100, 0.01, 1e-6),
        new LevenbergMarquardt(0.001, 200, 1e-6),
        new CmaEs(0, 0.5),
        new Genetic(50, 0.7, 0.5, 0.5));
  }
}
