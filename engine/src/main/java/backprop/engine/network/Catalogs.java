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
import backprop.engine.constrain.MaxNorm;
import backprop.engine.init.Auto;
import backprop.engine.init.GlorotNormal;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.HeNormal;
import backprop.engine.init.HeUniform;
import backprop.engine.init.Initializer;
import backprop.engine.init.LecunNormal;
import backprop.engine.init.LecunUniform;
import backprop.engine.init.Ones;
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
import backprop.engine.optimize.Adam;
import backprop.engine.optimize.AdamW;
import backprop.engine.optimize.ClipByGlobalNorm;
import backprop.engine.optimize.ClipByValue;
import backprop.engine.optimize.Optimizer;
import backprop.engine.optimize.RmsProp;
import backprop.engine.optimize.Sgd;
import backprop.engine.regularize.ElasticNet;
import backprop.engine.regularize.L1;
import backprop.engine.regularize.L2;
import backprop.engine.regularize.Regularization;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Cosine;
import backprop.engine.schedule.Exponential;
import backprop.engine.schedule.FlatCosine;
import backprop.engine.schedule.LogCosine;
import backprop.engine.schedule.OnPlateau;
import backprop.engine.schedule.OneCycle;
import backprop.engine.schedule.Polynomial;
import backprop.engine.schedule.Schedule;
import backprop.engine.schedule.Step;
import backprop.engine.schedule.WarmUp;
import backprop.engine.text.Catalog;
import backprop.engine.text.Texts;
import java.util.List;

/**
 * Everything that can be named in text: one catalogue per kind, one line per entry. Files, command
 * lines, GUI editors, the reference and the contract tests are driven by these lists.
 */
public final class Catalogs {
  private static final Texts TEXTS =
      Texts.of(
          layers(),
          activations(),
          losses(),
          optimizers(),
          schedules(),
          regularizations(),
          initializers());

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
        new Dense(32),
        new Dropout(0.5),
        new BatchNorm(),
        new LayerNorm(),
        new ActivationLayer(new Relu()),
        Residual.of(new Dense(32)),
        new Chain(List.of()));
  }

  private static Catalog<Activation> activations() {
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

  private static Catalog<Optimizer> optimizers() {
    Schedule none = new Constant(0);
    return Catalog.of(
        "optimizer",
        Optimizer.class,
        new Sgd(new Constant(0.01), none, false),
        new RmsProp(new Constant(0.01), new Constant(0.99), none, 1e-8),
        new Adam(new Constant(0.001)),
        new AdamW(new Constant(0.001), new Constant(0.01)),
        new ClipByValue(1, new Adam(new Constant(0.001))),
        new ClipByGlobalNorm(1, new Adam(new Constant(0.001))));
  }

  private static Catalog<Schedule> schedules() {
    return Catalog.of(
        "schedule",
        Schedule.class,
        new Constant(0.01),
        new Step(0.01, 0.5, 10),
        new Exponential(0.01, 0.95),
        new Polynomial(0.01, 0, 1),
        new Cosine(0.01, 0),
        new FlatCosine(0.01, 0.5, 0),
        new LogCosine(0.01, 4),
        new WarmUp(5, new Constant(0.01)),
        new OneCycle(0.01, 0.3, 25, 1e4),
        new OnPlateau(0.01, 0.1, 10, 0, 1e-4));
  }

  private static Catalog<Regularization> regularizations() {
    return Catalog.of(
        "regularizer",
        Regularization.class,
        new L1(1e-4),
        new L2(1e-4),
        new ElasticNet(1e-4, 1e-4),
        new MaxNorm(3));
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
        new Zeros(),
        new Ones(),
        new backprop.engine.init.Constant(0));
  }
}
