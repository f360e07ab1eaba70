// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Elu;
import backprop.engine.activation.Gelu;
import backprop.engine.activation.Identity;
import backprop.engine.activation.LeakyRelu;
import backprop.engine.activation.Relu;
import backprop.engine.activation.Selu;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Softplus;
import backprop.engine.activation.Tanh;
import backprop.engine.text.Catalog;

/** All activations, one line per entry. */
final class ActivationCatalog {
  private ActivationCatalog() {}

  static Catalog<Activation> entries() {
    return Catalog.of(
        "activation",
        Activation.class,
        new Identity(),
        new Relu(),
        new LeakyRelu(0.01),
        new Elu(1),
        new Selu(),
        new Gelu(),
        new Tanh(),
        new Sigmoid(),
        new Softplus());
  }
}
