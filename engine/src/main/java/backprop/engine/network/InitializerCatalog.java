// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.init.Auto;
import backprop.engine.init.Constant;
import backprop.engine.init.GlorotNormal;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.HeNormal;
import backprop.engine.init.HeUniform;
import backprop.engine.init.Initializer;
import backprop.engine.init.LecunNormal;
import backprop.engine.init.LecunUniform;
import backprop.engine.init.Ones;
import backprop.engine.init.Orthogonal;
import backprop.engine.init.Signs;
import backprop.engine.init.Zeros;
import backprop.engine.text.Catalog;

/** All initializers, one line per entry. */
final class InitializerCatalog {
  private InitializerCatalog() {}

  static Catalog<Initializer> entries() {
    return Catalog.of(
        "initializer",
        Initializer.class,
        new Auto(),
        new GlorotUniform(),
        new GlorotNormal(),
        new HeUniform(),
        new HeNormal(),
        new LecunUniform(),
        new LecunNormal(),
        new Orthogonal(1),
        new Zeros(),
        new Ones(),
        new Signs(),
        new Constant(0));
  }
}
