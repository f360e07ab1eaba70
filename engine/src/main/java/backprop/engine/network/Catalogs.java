// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.activation.Activation;
import backprop.engine.augment.Augmentation;
import backprop.engine.init.Initializer;
import backprop.engine.layer.Layer;
import backprop.engine.layer.Padding;
import backprop.engine.loss.Loss;
import backprop.engine.metric.Metric;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Texts;

/**
 * Everything that can be named in text: one catalogue per kind, one line per entry. Files, command
 * lines, GUI editors, the reference and the contract tests are driven by these lists. A catalogue
 * is made when something of its kind is first named.
 */
public final class Catalogs {
  private static final Texts TEXTS =
      new Texts.Builder()
          .add(Layer.class, LayerCatalog::entries)
          .add(Padding.class, PaddingCatalog::entries)
          .add(Activation.class, ActivationCatalog::entries)
          .add(Loss.class, LossCatalog::entries)
          .add(Optimization.class, OptimizerCatalog::entries)
          .add(Schedule.class, ScheduleCatalog::entries)
          .add(Regularization.class, RegularizerCatalog::entries)
          .add(Initializer.class, InitializerCatalog::entries)
          .add(Metric.class, MetricCatalog::entries)
          .add(Augmentation.class, AugmentationCatalog::entries)
          .build();

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
}
