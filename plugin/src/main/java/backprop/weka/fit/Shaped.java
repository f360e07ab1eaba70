// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.augment.Augmentation;
import backprop.engine.augment.InputForm;
import backprop.engine.augment.Oversampling;
import backprop.engine.augment.RowAugmentation;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Layer;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.metric.Metric;
import backprop.engine.metric.Targets;
import backprop.engine.network.Catalogs;
import backprop.engine.network.NetworkSpec;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.InputEncoder;
import backprop.weka.encode.Scaling;
import backprop.weka.options.Automatic;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import backprop.weka.options.TrainingPlan;
import java.util.List;

/** What the options want of the form of rows and classes. */
final class Shaped {
  private Shaped() {}

  /**
   * How numeric attributes become columns: all of a channel alike where the layers begin by giving
   * the row another shape, such as that of an image, in which each attribute has its place.
   *
   * @param attributes number of attributes without the class
   */
  static Scaling scaling(Settings settings, int attributes) {
    List<Layer> layers = Automatic.givenLayers(settings);
    if (layers.isEmpty() || attributes < 1) {
      return Scaling.table();
    }
    NetworkSpec spec =
        new NetworkSpec(Shape.of(attributes), new Chain(layers), new MeanSquaredError());
    try {
      Shape seen = spec.seenInput();
      return seen.rank() > 1 ? Scaling.alike(seen.columns()) : Scaling.table();
    } catch (IllegalArgumentException e) {
      // Said when the layers are checked against the columns that there are in the end.
      return Scaling.table();
    }
  }

  /**
   * Refuses a metric or an augmentation that is not for such rows or classes.
   *
   * @throws IllegalArgumentException in one sentence that names the option
   */
  static void check(NetworkSpec spec, TrainingPlan plan, InputEncoder inputs, ClassEncoder target) {
    Targets meaning = backprop.weka.fit.Targets.meaning(target);
    Metric metric = plan.stopping().metric();
    try {
      metric.check(Catalogs.print(Metric.class, metric), meaning);
    } catch (IllegalArgumentException e) {
      throw refusal(Setting.METRIC, e);
    }
    for (Augmentation a : plan.minibatches().augmentations()) {
      try {
        if (a instanceof RowAugmentation r) {
          r.on(new InputForm(spec.seenInput(), inputs.starts()));
        }
        if (a instanceof Oversampling o) {
          o.check(meaning.areClasses());
        }
      } catch (IllegalArgumentException e) {
        throw refusal(Setting.AUGMENT, e);
      }
    }
  }

  private static IllegalArgumentException refusal(Setting setting, IllegalArgumentException e) {
    return new IllegalArgumentException("option -" + setting.flag() + ": " + e.getMessage(), e);
  }
}
