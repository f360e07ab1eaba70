// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Celu;
import backprop.engine.activation.ClippedRelu;
import backprop.engine.activation.Cube;
import backprop.engine.activation.Elu;
import backprop.engine.activation.Exponential;
import backprop.engine.activation.Gelu;
import backprop.engine.activation.GeluTanh;
import backprop.engine.activation.HardShrink;
import backprop.engine.activation.HardSigmoid;
import backprop.engine.activation.HardSwish;
import backprop.engine.activation.HardTanh;
import backprop.engine.activation.Identity;
import backprop.engine.activation.LeakyRelu;
import backprop.engine.activation.LogSigmoid;
import backprop.engine.activation.LogSoftmax;
import backprop.engine.activation.Mish;
import backprop.engine.activation.Parametric;
import backprop.engine.activation.Prelu;
import backprop.engine.activation.RationalTanh;
import backprop.engine.activation.Relu;
import backprop.engine.activation.Rrelu;
import backprop.engine.activation.Selu;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Sine;
import backprop.engine.activation.SoftShrink;
import backprop.engine.activation.Softmax;
import backprop.engine.activation.Softplus;
import backprop.engine.activation.Softsign;
import backprop.engine.activation.Square;
import backprop.engine.activation.Swish;
import backprop.engine.activation.Tanh;
import backprop.engine.activation.TanhShrink;
import backprop.engine.activation.ThresholdedRelu;
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
        new Prelu(0.25, false),
        new Rrelu(1.0 / 8, 1.0 / 3),
        new ClippedRelu(6),
        new ThresholdedRelu(1),
        new Elu(1),
        new Celu(1),
        new Selu(),
        new Gelu(),
        new GeluTanh(),
        new Swish(1),
        new HardSwish(),
        new Mish(),
        new Softplus(),
        new Tanh(),
        new HardTanh(-1, 1),
        new RationalTanh(),
        new TanhShrink(),
        new Sigmoid(),
        new HardSigmoid(1.0 / 6),
        new LogSigmoid(),
        new Softsign(),
        new SoftShrink(0.5),
        new HardShrink(0.5),
        new Sine(30),
        new Square(),
        new Cube(),
        new Exponential(),
        new Softmax(1),
        new LogSoftmax(),
        new Parametric(new Selu()));
  }
}
