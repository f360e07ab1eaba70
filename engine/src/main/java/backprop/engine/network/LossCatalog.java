// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.loss.BinaryCrossEntropy;
import backprop.engine.loss.Cosine;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.FMeasure;
import backprop.engine.loss.Focal;
import backprop.engine.loss.GaussianNll;
import backprop.engine.loss.Hinge;
import backprop.engine.loss.Huber;
import backprop.engine.loss.KlDivergence;
import backprop.engine.loss.LogCosh;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanAbsoluteError;
import backprop.engine.loss.MeanAbsolutePercentageError;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.loss.MeanSquaredLogarithmicError;
import backprop.engine.loss.MembersLoss;
import backprop.engine.loss.MixtureDensity;
import backprop.engine.loss.MultiLabel;
import backprop.engine.loss.Ordinal;
import backprop.engine.loss.Poisson;
import backprop.engine.loss.Quantile;
import backprop.engine.loss.SquaredHinge;
import backprop.engine.text.Catalog;
import java.util.List;

/** All losses, one line per entry. */
final class LossCatalog {
  private LossCatalog() {}

  static Catalog<Loss> entries() {
    return Catalog.of(
        "loss",
        Loss.class,
        new CrossEntropy(0, List.of()),
        new BinaryCrossEntropy(),
        new Focal(2, List.of()),
        new Hinge(Hinge.Against.BEST_RIVAL),
        new SquaredHinge(SquaredHinge.Against.BEST_RIVAL),
        new Ordinal(),
        new KlDivergence(),
        new FMeasure(1),
        new MultiLabel(),
        new Cosine(),
        new MeanSquaredError(),
        new MeanAbsoluteError(),
        new Huber(1),
        new LogCosh(),
        new Quantile(0.5, List.of()),
        new GaussianNll(),
        new MixtureDensity(3),
        new Poisson(),
        new MeanSquaredLogarithmicError(),
        new MeanAbsolutePercentageError(),
        new MembersLoss(new CrossEntropy(0, List.of())));
  }
}
