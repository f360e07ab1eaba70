// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.constrain.MaxNorm;
import backprop.engine.constrain.MinMaxNorm;
import backprop.engine.constrain.NonNegative;
import backprop.engine.constrain.UnitNorm;
import backprop.engine.regularize.ElasticNet;
import backprop.engine.regularize.L1;
import backprop.engine.regularize.L2;
import backprop.engine.regularize.Orthogonality;
import backprop.engine.regularize.Regularization;
import backprop.engine.text.Catalog;

/** All regularizers and constraints, one line per entry. */
final class RegularizerCatalog {
  private RegularizerCatalog() {}

  static Catalog<Regularization> entries() {
    return Catalog.of(
        "regularizer",
        Regularization.class,
        new L1(1e-4),
        new L2(1e-4),
        new ElasticNet(1e-4, 1e-4),
        new Orthogonality(1e-4),
        new MaxNorm(3),
        new MinMaxNorm(0.5, 3, 1),
        new UnitNorm(),
        new NonNegative());
  }
}
