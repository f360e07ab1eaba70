// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.augment.Augmentation;
import backprop.engine.augment.InputForm;
import backprop.engine.augment.Oversampling;
import backprop.engine.augment.RowAugmentation;
import backprop.engine.augment.SwapNoise;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Flatten;
import backprop.engine.layer.Layer;
import backprop.engine.layer.MemberHeads;
import backprop.engine.layer.Members;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.metric.Metric;
import backprop.engine.metric.Targets;
import backprop.engine.network.Catalogs;
import backprop.engine.network.NetworkSpec;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.Encoding;
import backprop.weka.encode.InputEncoder;
import backprop.weka.options.Automatic;
import backprop.weka.options.Ensemble;
import backprop.weka.options.Recipe;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import backprop.weka.options.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weka.core.Instances;

/** What the options want of the form of rows and classes. */
final class Shaped {
  private Shaped() {}

  /**
   * How attributes become columns: all of a channel alike where the layers begin by giving the row
   * another shape, such as that of an image, in which each attribute has its place; as indices
   * where the layers begin by looking those up, or the option wants it. A preset says it before the
   * layers do.
   *
   * @param recipe of the automatic ensemble; null where there is none
   * @throws IllegalArgumentException in one sentence when the preset is not for such attributes
   */
  static Encoding encoding(Settings settings, Instances data, Recipe recipe) {
    Encoding encoding = withoutBins(settings, data);
    boolean automatic = settings.automatic(Setting.NUMERIC);
    boolean wanted =
        automatic ? recipe != null && recipe.bins() : settings.text(Setting.NUMERIC).equals("bins");
    if (!wanted) {
      return encoding;
    }
    try {
      return encoding.withBins(Ensemble.BINS);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "option -numeric is 'bins', but the layers or the preset give each attribute a place or"
              + " look up words: for those there is standardize",
          e);
    }
  }

  private static Encoding withoutBins(Settings settings, Instances data) {
    Optional<Encoding> preset = Optional.empty();
    try {
      // Without an attribute, ZeroR stands in whatever the preset is.
      if (data.numAttributes() > 1) {
        preset = settings.preset().flatMap(p -> p.encoding(data));
      }
    } catch (IllegalArgumentException e) {
      throw refusal(Setting.PRESET, e);
    }
    if (preset.isPresent()) {
      return settings.text(Setting.NOMINAL).equals("index")
          ? preset.get().withIndices()
          : preset.get();
    }
    int attributes = data.numAttributes() - 1;
    List<Layer> layers = Automatic.givenLayers(settings);
    boolean automatic = settings.automatic(Setting.NOMINAL);
    boolean indices =
        automatic ? Lookups.begin(layers) : settings.text(Setting.NOMINAL).equals("index");
    if (indices && Lookups.vocabulary(layers) > 0) {
      return Encoding.words(Lookups.vocabulary(layers));
    }
    Encoding places = places(layers, attributes);
    return indices ? places.withIndices() : places;
  }

  private static Encoding places(List<Layer> layers, int attributes) {
    if (layers.isEmpty() || attributes < 1) {
      return Encoding.table();
    }
    NetworkSpec spec =
        new NetworkSpec(Shape.of(attributes), new Chain(layers), new MeanSquaredError());
    try {
      Shape seen = spec.seenInput();
      return seen.rank() > 1 ? Encoding.alike(seen.columns()) : Encoding.table();
    } catch (IllegalArgumentException e) {
      // Said when the layers are checked against the columns that there are in the end.
      return Encoding.table();
    }
  }

  /**
   * The hidden layers for these columns, with the output layer behind them. An output layer is
   * about the whole example, so images and sequences are flattened before it.
   *
   * @throws IllegalArgumentException when the hidden layers do not fit the columns or one another
   */
  static Layer body(List<Layer> hidden, InputEncoder inputs, Layer output) {
    List<Layer> layers = new ArrayList<>(Lookups.sized(hidden, inputs.indexSizes()));
    if (shape(layers, inputs).rank() > 1 && !endsInMembers(hidden, inputs)) {
      layers.add(new Flatten());
    }
    layers.add(output);
    return new Chain(layers);
  }

  /**
   * Whether the hidden layers put out one row for each member of an ensemble that shares weights.
   *
   * @throws IllegalArgumentException when the hidden layers do not fit the columns or one another
   */
  static boolean endsInMembers(List<Layer> hidden, InputEncoder inputs) {
    Shape out = shape(Lookups.sized(hidden, inputs.indexSizes()), inputs);
    return out.rank() == 2
        && hidden.stream()
            .anyMatch(
                l ->
                    l instanceof MemberHeads || l instanceof Members m && m.count() == out.size(0));
  }

  private static Shape shape(List<Layer> layers, InputEncoder inputs) {
    Graph g = new Graph(Mode.INFER);
    return new Chain(layers).apply(g, g.input(Shape.of(inputs.columns()))).shape();
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
    if (inputs.hasIndices()) {
      checkIndices(plan);
    }
    boolean mixes =
        plan.minibatches().mixup() > 0
            || plan.minibatches().augmentations().stream().anyMatch(a -> !(a instanceof SwapNoise));
    if (inputs.hasPadding() && mixes) {
      throw new IllegalArgumentException(
          "options -mixup and -augment change what marks the end of a sequence of a relational"
              + " attribute: only swap-noise is for those");
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

  /** Mixtures of two indices are no index. */
  private static void checkIndices(TrainingPlan plan) {
    String why =
        ", which makes numbers between two values, is not for nominal attributes as indices: leave"
            + " it out, or see -nominal";
    if (plan.minibatches().mixup() > 0) {
      throw new IllegalArgumentException("option -mixup" + why);
    }
    for (Augmentation a : plan.minibatches().augmentations()) {
      if (!(a instanceof SwapNoise)) {
        throw new IllegalArgumentException(
            "option -augment: " + Catalogs.print(Augmentation.class, a) + why);
      }
    }
  }

  /** The same problem, with the option that it is about. */
  static IllegalArgumentException refusal(Setting setting, IllegalArgumentException e) {
    return new IllegalArgumentException("option -" + setting.flag() + ": " + e.getMessage(), e);
  }
}
