// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import java.beans.PropertyEditor;
import java.util.Map;
import weka.attributeSelection.BackpropAttributeEval;
import weka.classifiers.functions.BackpropNetwork;
import weka.clusterers.BackpropAnomaly;
import weka.core.converters.ImageDirectoryLoader;
import weka.filters.unsupervised.attribute.BackpropFeatures;
import weka.filters.unsupervised.attribute.BackpropWindow;

/**
 * The editors of properties that are no settings of the classifier, one class for each, because
 * Weka makes editors by their class.
 */
public final class FieldEditors {
  private FieldEditors() {}

  /** The editors of a bean of its own by the name of the property that they edit; else none. */
  public static Map<String, Class<? extends PropertyEditor>> of(Class<?> bean) {
    if (bean == BackpropFeatures.class) {
      return Map.ofEntries(
          Map.entry("layer", FeaturesLayer.class),
          Map.entry("code", FeaturesCode.class),
          Map.entry("epochs", FeaturesEpochs.class),
          Map.entry("noise", FeaturesNoise.class),
          Map.entry("optimizer", FeaturesOptimizer.class),
          Map.entry("seed", FeaturesSeed.class));
    }
    if (bean == BackpropWindow.class) {
      return Map.ofEntries(
          Map.entry("steps", WindowSteps.class),
          Map.entry("horizon", WindowHorizon.class),
          Map.entry("attributes", WindowAttributes.class));
    }
    if (bean == BackpropAnomaly.class) {
      return Map.ofEntries(
          Map.entry("code", AnomalyCode.class),
          Map.entry("oddShare", AnomalyOddShare.class),
          Map.entry("epochs", AnomalyEpochs.class),
          Map.entry("noise", AnomalyNoise.class),
          Map.entry("optimizer", AnomalyOptimizer.class),
          Map.entry("seed", AnomalySeed.class));
    }
    if (bean == BackpropAttributeEval.class) {
      return Map.ofEntries(
          Map.entry("repeats", ImportanceRepeats.class),
          Map.entry("holdout", ImportanceHoldout.class),
          Map.entry("seed", ImportanceSeed.class));
    }
    if (bean == ImageDirectoryLoader.class) {
      return Map.ofEntries(
          Map.entry("height", PicturesHeight.class),
          Map.entry("width", PicturesWidth.class),
          Map.entry("channels", PicturesChannels.class));
    }
    return Map.of();
  }

  /** The editors of what every classifier of Weka has. */
  public static Map<String, Class<? extends PropertyEditor>> common() {
    return Map.of(
        "seed",
        NetworkSeed.class,
        "numDecimalPlaces",
        NetworkNumDecimalPlaces.class,
        "batchSize",
        NetworkBatchSize.class);
  }

  /** Edits a property of {@link BackpropNetwork}. */
  public static final class NetworkSeed extends FieldEditor {
    public NetworkSeed() {
      super(BackpropNetwork.class, "seed");
    }
  }

  /** Edits a property of {@link BackpropNetwork}. */
  public static final class NetworkNumDecimalPlaces extends FieldEditor {
    public NetworkNumDecimalPlaces() {
      super(BackpropNetwork.class, "numDecimalPlaces", 0);
    }
  }

  /** Edits a property of {@link BackpropNetwork}. */
  public static final class NetworkBatchSize extends FieldEditor {
    public NetworkBatchSize() {
      super(BackpropNetwork.class, "batchSize", 1);
    }
  }

  /** Edits a property of {@link BackpropFeatures}. */
  public static final class FeaturesLayer extends FieldEditor {
    public FeaturesLayer() {
      super(BackpropFeatures.class, "layer");
    }
  }

  /** Edits a property of {@link BackpropFeatures}. */
  public static final class FeaturesCode extends FieldEditor {
    public FeaturesCode() {
      super(BackpropFeatures.class, "code");
    }
  }

  /** Edits a property of {@link BackpropFeatures}. */
  public static final class FeaturesEpochs extends FieldEditor {
    public FeaturesEpochs() {
      super(BackpropFeatures.class, "epochs");
    }
  }

  /** Edits a property of {@link BackpropFeatures}. */
  public static final class FeaturesNoise extends FieldEditor {
    public FeaturesNoise() {
      super(BackpropFeatures.class, "noise");
    }
  }

  /** Edits a property of {@link BackpropFeatures}. */
  public static final class FeaturesOptimizer extends FieldEditor {
    public FeaturesOptimizer() {
      super(BackpropFeatures.class, "optimizer");
    }
  }

  /** Edits a property of {@link BackpropFeatures}. */
  public static final class FeaturesSeed extends FieldEditor {
    public FeaturesSeed() {
      super(BackpropFeatures.class, "seed");
    }
  }

  /** Edits a property of {@link BackpropWindow}. */
  public static final class WindowSteps extends FieldEditor {
    public WindowSteps() {
      super(BackpropWindow.class, "steps");
    }
  }

  /** Edits a property of {@link BackpropWindow}. */
  public static final class WindowHorizon extends FieldEditor {
    public WindowHorizon() {
      super(BackpropWindow.class, "horizon");
    }
  }

  /** Edits a property of {@link BackpropWindow}. */
  public static final class WindowAttributes extends FieldEditor {
    public WindowAttributes() {
      super(BackpropWindow.class, "attributes");
    }
  }

  /** Edits a property of {@link BackpropAnomaly}. */
  public static final class AnomalyCode extends FieldEditor {
    public AnomalyCode() {
      super(BackpropAnomaly.class, "code");
    }
  }

  /** Edits a property of {@link BackpropAnomaly}. */
  public static final class AnomalyOddShare extends FieldEditor {
    public AnomalyOddShare() {
      super(BackpropAnomaly.class, "oddShare");
    }
  }

  /** Edits a property of {@link BackpropAnomaly}. */
  public static final class AnomalyEpochs extends FieldEditor {
    public AnomalyEpochs() {
      super(BackpropAnomaly.class, "epochs");
    }
  }

  /** Edits a property of {@link BackpropAnomaly}. */
  public static final class AnomalyNoise extends FieldEditor {
    public AnomalyNoise() {
      super(BackpropAnomaly.class, "noise");
    }
  }

  /** Edits a property of {@link BackpropAnomaly}. */
  public static final class AnomalyOptimizer extends FieldEditor {
    public AnomalyOptimizer() {
      super(BackpropAnomaly.class, "optimizer");
    }
  }

  /** Edits a property of {@link BackpropAnomaly}. */
  public static final class AnomalySeed extends FieldEditor {
    public AnomalySeed() {
      super(BackpropAnomaly.class, "seed");
    }
  }

  /** Edits a property of {@link BackpropAttributeEval}. */
  public static final class ImportanceRepeats extends FieldEditor {
    public ImportanceRepeats() {
      super(BackpropAttributeEval.class, "repeats");
    }
  }

  /** Edits a property of {@link BackpropAttributeEval}. */
  public static final class ImportanceHoldout extends FieldEditor {
    public ImportanceHoldout() {
      super(BackpropAttributeEval.class, "holdout");
    }
  }

  /** Edits a property of {@link BackpropAttributeEval}. */
  public static final class ImportanceSeed extends FieldEditor {
    public ImportanceSeed() {
      super(BackpropAttributeEval.class, "seed");
    }
  }

  /** Edits a property of {@link ImageDirectoryLoader}. */
  public static final class PicturesHeight extends FieldEditor {
    public PicturesHeight() {
      super(ImageDirectoryLoader.class, "height");
    }
  }

  /** Edits a property of {@link ImageDirectoryLoader}. */
  public static final class PicturesWidth extends FieldEditor {
    public PicturesWidth() {
      super(ImageDirectoryLoader.class, "width");
    }
  }

  /** Edits a property of {@link ImageDirectoryLoader}. */
  public static final class PicturesChannels extends FieldEditor {
    public PicturesChannels() {
      super(ImageDirectoryLoader.class, "channels");
    }
  }
}
