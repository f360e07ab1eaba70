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
import backprop.engine.init.Auto;
import backprop.engine.init.Constant;
import backprop.engine.init.GlorotNormal;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.HeNormal;
import backprop.engine.init.HeUniform;
import backprop.engine.init.Initializer;
import backprop.engine.init.LecunNormal;
import backprop.engine.init.LecunUniform;
import backprop.engine.init.Orthogonal;
import backprop.engine.init.Zeros;
import backprop.engine.layer.ActivationLayer;
import backprop.engine.layer.BatchNorm;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Dropout;
import backprop.engine.layer.Layer;
import backprop.engine.layer.LayerNorm;
import backprop.engine.layer.Residual;
import backprop.engine.loss.BinaryCrossEntropy;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Huber;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanAbsoluteError;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.text.Catalog;
import backprop.engine.text.Texts;

/**
 * Everything that can be named in text: one catalogue per kind, one line per entry. Files, command
 * lines, GUI editors, the reference and the contract tests are driven by these lists.
 */
public final class Catalogs {
  private static final Texts TEXTS = 
      Texts.of(layers(), activations(), initializers(), losses());

  private Catalogs() {}

  /** All catalogues with their one text form. */
  public static Texts texts() {
    return TEXTS;
  }

  /** The text of a catalogued thing, such as {@code dense(64, relu)}; {@link #parse} reads it. */
  public static <T> String print(Class<T> kind, T thing) {
    return TEXTS.print(kind, thing);
  }

  /**
   * The thing that a text describes.
   *
   * @throws backprop.engine.text.TextException with a column and the nearest known name
   */
  public static <T> T parse(Class<T> kind, String text) {
    return TEXTS.parse(kind, text);
  }

  private static Catalog<Layer> layers() {
    return Catalog.of(
        "layer",
        Layer.class,
        new Dense(16),
        new Dropout(0.5),
        new BatchNorm(),
        new LayerNorm(),
        new ActivationLayer(new Relu()),
        Residual.of(new LayerNorm()),
        Chain.of());
  }

  private static Catalog<Activation> activations() {
    return Catalog.of(
        "activation",
        Activation.class,
        new Identity(),
        new Relu(),
        new LeakyRelu(),
        new Elu(),
        new Selu(),
        new Gelu(),
        new Tanh(),
        new Sigmoid(),
        new Softplus());
  }

  private static Catalog<Initializer> initializers() {
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
        new Constant(0),
        new Zeros());
  }

  private static Catalog<Loss> losses() {
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
