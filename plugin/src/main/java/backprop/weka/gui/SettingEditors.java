// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.engine.augment.Augmentation;
import backprop.engine.backend.Backend;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Precision;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.metric.Metric;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.weka.options.Effort;
import backprop.weka.options.Setting;
import backprop.weka.preset.Preset;
import java.beans.PropertyEditor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The editors, one class for each setting, because Weka makes editors by their class. {@link
 * #byProperty} names them.
 */
public final class SettingEditors {
  private SettingEditors() {}

  /** The editors by the name of the bean property that they edit. */
  public static Map<String, Class<? extends PropertyEditor>> byProperty() {
    Map<String, Class<? extends PropertyEditor>> all = new TreeMap<>();
    all.put("preset", PresetEditor.class);
    all.put("effort", EffortEditor.class);
    all.put("layers", LayersEditor.class);
    all.put("loss", LossEditor.class);
    all.put("optimizer", OptimizerEditor.class);
    all.put("regularizer", RegularizerEditor.class);
    all.put("augmentation", AugmentationEditor.class);
    all.put("metric", MetricEditor.class);
    all.put("epochs", EpochsEditor.class);
    all.put("batch", BatchEditor.class);
    all.put("validation", ValidationEditor.class);
    all.put("patience", PatienceEditor.class);
    all.put("accumulate", AccumulateEditor.class);
    all.put("threads", ThreadsEditor.class);
    all.put("memory", MemoryEditor.class);
    all.put("minimumGain", MinimumGainEditor.class);
    all.put("timeLimit", TimeLimitEditor.class);
    all.put("mixup", MixupEditor.class);
    all.put("hiddenLayers", HiddenLayersEditor.class);
    all.put("classWeights", ClassWeightsEditor.class);
    all.put("nominalAttributes", NominalEditor.class);
    all.put("numericAttributes", NumericEditor.class);
    all.put("backend", BackendEditor.class);
    all.put("precision", PrecisionEditor.class);
    return all;
  }

  /** With a larger editor of catalogue entries. */
  private abstract static class OfEntries extends SettingEditor {
    private final CatalogKind<?> kind;

    OfEntries(Setting setting, Class<?> type, boolean list) {
      super(setting, String.class);
      this.kind = new CatalogKind<>(type, list, setting.automatic());
    }

    /** Texts to start from. */
    Example[] examples() {
      return new Example[0];
    }

    @Override
    final Larger larger() {
      return (parent, text) -> {
        String name = kind.catalog().kind() + (kind.list() ? "s" : "");
        return CatalogDialog.edit(parent, name, kind, text, setting(), examples()).orElse(text);
      };
    }
  }

  /** One of a few words. */
  private abstract static class OfWords extends SettingEditor {
    OfWords(Setting setting) {
      super(setting, String.class);
    }

    @Override
    public abstract String[] getTags();

    @Override
    public final boolean isPaintable() {
      return false;
    }

    @Override
    public final boolean supportsCustomEditor() {
      return false;
    }
  }

  /** Edits the preset. */
  public static final class PresetEditor extends OfEntries {
    public PresetEditor() {
      super(Setting.PRESET, Preset.class, false);
    }
  }

  /** Edits the effort. */
  public static final class EffortEditor extends OfWords {
    public EffortEditor() {
      super(Setting.EFFORT);
    }

    @Override
    public String[] getTags() {
      return Effort.names().toArray(new String[0]);
    }
  }

  /** Edits the hidden layers. */
  public static final class LayersEditor extends OfEntries {
    public LayersEditor() {
      super(Setting.LAYERS, Layer.class, true);
    }

    @Override
    Example[] examples() {
      return Example.layers();
    }
  }

  /** Edits the loss. */
  public static final class LossEditor extends OfEntries {
    public LossEditor() {
      super(Setting.LOSS, Loss.class, false);
    }
  }

  /** Edits the optimizer. */
  public static final class OptimizerEditor extends OfEntries {
    public OptimizerEditor() {
      super(Setting.OPTIMIZER, Optimization.class, false);
    }
  }

  /** Edits penalties and limits of the weights. */
  public static final class RegularizerEditor extends OfEntries {
    public RegularizerEditor() {
      super(Setting.REGULARIZER, Regularization.class, true);
    }
  }

  /** Edits augmentation. */
  public static final class AugmentationEditor extends OfEntries {
    public AugmentationEditor() {
      super(Setting.AUGMENT, Augmentation.class, true);
    }
  }

  /** Edits the metric that epochs are judged by. */
  public static final class MetricEditor extends OfEntries {
    public MetricEditor() {
      super(Setting.METRIC, Metric.class, false);
    }
  }

  /** Edits the number of epochs. */
  public static final class EpochsEditor extends SettingEditor {
    public EpochsEditor() {
      super(Setting.EPOCHS, int.class);
    }
  }

  /** Edits the rows of a step. */
  public static final class BatchEditor extends SettingEditor {
    public BatchEditor() {
      super(Setting.BATCH, int.class);
    }
  }

  /** Edits the percentage of validation rows. */
  public static final class ValidationEditor extends SettingEditor {
    public ValidationEditor() {
      super(Setting.VALIDATION, int.class);
    }
  }

  /** Edits patience. */
  public static final class PatienceEditor extends SettingEditor {
    public PatienceEditor() {
      super(Setting.PATIENCE, int.class);
    }
  }

  /** Edits accumulated minibatches. */
  public static final class AccumulateEditor extends SettingEditor {
    public AccumulateEditor() {
      super(Setting.ACCUMULATE, int.class);
    }
  }

  /** Edits the number of threads. */
  public static final class ThreadsEditor extends SettingEditor {
    public ThreadsEditor() {
      super(Setting.THREADS, int.class);
    }
  }

  /** Edits megabytes. */
  public static final class MemoryEditor extends SettingEditor {
    public MemoryEditor() {
      super(Setting.MEMORY, int.class);
    }
  }

  /** Edits the gain that counts. */
  public static final class MinimumGainEditor extends SettingEditor {
    public MinimumGainEditor() {
      super(Setting.MINIMUM_GAIN, double.class);
    }
  }

  /** Edits the time limit. */
  public static final class TimeLimitEditor extends SettingEditor {
    public TimeLimitEditor() {
      super(Setting.TIME_LIMIT, double.class);
    }
  }

  /** Edits mixup's alpha. */
  public static final class MixupEditor extends SettingEditor {
    public MixupEditor() {
      super(Setting.MIXUP, double.class);
    }
  }

  /** Edits hidden layers in another notation. */
  public static final class HiddenLayersEditor extends SettingEditor {
    public HiddenLayersEditor() {
      super(Setting.HIDDEN_LAYERS, String.class);
    }
  }

  /** Edits class weights. */
  public static final class ClassWeightsEditor extends SettingEditor {
    public ClassWeightsEditor() {
      super(Setting.CLASS_WEIGHTS, String.class);
    }
  }

  /** Edits what nominal attributes become. */
  public static final class NominalEditor extends OfWords {
    public NominalEditor() {
      super(Setting.NOMINAL);
    }

    @Override
    public String[] getTags() {
      return new String[] {Setting.AUTO, "one-hot", "index"};
    }
  }

  /** Edits what numeric attributes become. */
  public static final class NumericEditor extends OfWords {
    public NumericEditor() {
      super(Setting.NUMERIC);
    }

    @Override
    public String[] getTags() {
      return new String[] {Setting.AUTO, "standardize", "bins"};
    }
  }

  /** Edits the backend. */
  public static final class BackendEditor extends OfWords {
    public BackendEditor() {
      super(Setting.BACKEND);
    }

    @Override
    public String[] getTags() {
      List<String> names = new ArrayList<>(List.of(Setting.AUTO));
      names.addAll(Backends.all().stream().map(Backend::name).sorted().toList());
      return names.toArray(new String[0]);
    }
  }

  /** Edits the precision of products. */
  public static final class PrecisionEditor extends OfWords {
    public PrecisionEditor() {
      super(Setting.PRECISION);
    }

    @Override
    public String[] getTags() {
      return Stream.of(Precision.values()).map(Precision::text).toArray(String[]::new);
    }
  }
}
