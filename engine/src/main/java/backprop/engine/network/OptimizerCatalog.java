// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.minimize.CmaEs;
import backprop.engine.minimize.ConjugateGradient;
import backprop.engine.minimize.Genetic;
import backprop.engine.minimize.Lbfgs;
import backprop.engine.minimize.LevenbergMarquardt;
import backprop.engine.minimize.NewtonCg;
import backprop.engine.optimize.AdaDelta;
import backprop.engine.optimize.AdaGrad;
import backprop.engine.optimize.AdaMax;
import backprop.engine.optimize.Adam;
import backprop.engine.optimize.AdamW;
import backprop.engine.optimize.AdaptiveClip;
import backprop.engine.optimize.ClipByGlobalNorm;
import backprop.engine.optimize.ClipByNorm;
import backprop.engine.optimize.ClipByValue;
import backprop.engine.optimize.Decay;
import backprop.engine.optimize.Ema;
import backprop.engine.optimize.GradientNoise;
import backprop.engine.optimize.Lion;
import backprop.engine.optimize.Lookahead;
import backprop.engine.optimize.Nadam;
import backprop.engine.optimize.Optimization;
import backprop.engine.optimize.Optimizer;
import backprop.engine.optimize.RAdam;
import backprop.engine.optimize.RmsProp;
import backprop.engine.optimize.Rprop;
import backprop.engine.optimize.Sam;
import backprop.engine.optimize.Sgd;
import backprop.engine.optimize.Swa;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Catalog;

/** All optimizers and minimizers, one line per entry. */
final class OptimizerCatalog {
  private OptimizerCatalog() {}

  static Catalog<Optimization> entries() {
    Schedule none = new Constant(0);
    Optimizer adam = new Adam(new Constant(0.001));
    return Catalog.of(
        "optimizer",
        Optimization.class,
        new Sgd(new Constant(0.01), none, false),
        new AdaGrad(new Constant(0.01), 0, 1e-10),
        new AdaDelta(new Constant(1), new Constant(0.9), 1e-6),
        new RmsProp(new Constant(0.01), new Constant(0.99), none, 1e-8),
        adam,
        new AdamW(new Constant(0.001), new Constant(0.01)),
        new AdaMax(new Constant(0.002), 0.9, 0.999, 1e-8),
        new Nadam(new Constant(0.002)),
        new RAdam(new Constant(0.001), 0.9, 0.999, 1e-8),
        new Lion(new Constant(1e-4), 0.9, 0.99, none),
        new Rprop(0.01, 1.2, 0.5, 1e-6, 50, true),
        new ClipByValue(1, adam),
        new ClipByNorm(1, adam),
        new ClipByGlobalNorm(1, adam),
        new AdaptiveClip(0.01, adam, 1e-3),
        new GradientNoise(0.01, 0.55, adam),
        new Decay(new Constant(0.01), adam),
        new Sam(0.05, adam, false),
        new Lookahead(5, 0.5, adam),
        new Ema(0.999, adam),
        new Swa(0.75, adam, 1),
        new Lbfgs(10, 1e-6),
        new ConjugateGradient(ConjugateGradient.Formula.POLAK_RIBIERE, 1e-6),
        new NewtonCg(100, 0.01, 1e-6),
        new LevenbergMarquardt(0.001, 200, 1e-6),
        new CmaEs(0, 0.5),
        new Genetic(50, 0.7, 0.5, 0.5));
  }
}
