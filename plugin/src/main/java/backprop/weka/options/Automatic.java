// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import backprop.engine.activation.Relu;
import backprop.engine.augment.Augmentation;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Dropout;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.loss.MembersLoss;
import backprop.engine.metric.Metric;
import backprop.engine.optimize.AdamW;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Cosine;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.MinibatchOptions;
import backprop.weka.preset.Preset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code auto} means: a full choice for each option that the user left open, from the size of
 * the training data and the kind of class.
 *
 * <p>The numbers were chosen by cross-validation on small public data sets. What they showed: two
 * layers learn what one does not; with a nominal class the log loss suffers long before the
 * accuracy does, and what keeps it low is an ensemble that stops in time: {@link Ensemble}; a
 * numeric class wants neither dropout nor strong decay; a rate that falls to 0 makes a validation
 * part dispensable, which few rows could not spare.
 */
public final class Automatic {
  /** Fewer rows than this are all trained on: a small validation part judges by chance. */
  private static final int ROWS_FOR_VALIDATION = 5000;

  private static final int MANY_ROWS = 10_000;

  /** Epochs of a minimizer: one iteration each, of which many end by themselves before. */
  private static final int ITERATIONS = 200;

  private static final int GENERATIONS = 1000;

  private Automatic() {}

  /**
   * The percentage of validation rows.
   *
   * @param ensemble whether members of an ensemble judge instead
   */
  public static int validation(Settings s, int rows, boolean ensemble) {
    int given = s.number(Setting.VALIDATION);
    return given != Settings.AUTOMATIC ? given : ensemble || rows < ROWS_FOR_VALIDATION ? 0 : 10;
  }

  /** The loss. */
  public static Loss loss(Settings s, boolean nominal, boolean ensemble, boolean validated) {
    if (!s.automatic(Setting.LOSS)) {
      return Setting.LOSS.entry(Loss.class, s.text(Setting.LOSS));
    }
    // Who asks for no validation rows wants no early stopping.
    boolean judged = validated || s.number(Setting.VALIDATION) != Settings.AUTOMATIC;
    return ensemble
        ? Ensemble.loss(nominal, judged)
        : nominal ? new CrossEntropy(0) : new MeanSquaredError();
  }

  /** All choices. */
  public static TrainingPlan plan(Settings s, Task task) {
    Loss loss = loss(s, task.nominal(), task.ensemble(), task.validated());
    Optimization optimization = optimizer(s, task);
    int epochs = epochs(s, task, optimization);
    boolean judged = task.validated() || loss instanceof MembersLoss m && m.crossFit();
    return new TrainingPlan(
        hidden(s, task),
        loss,
        optimization,
        regularizations(s),
        epochs,
        batch(s, task, optimization),
        stopping(s, task, judged, epochs),
        minibatches(s),
        s.real(Setting.TIME_LIMIT) > 0 ? s.real(Setting.TIME_LIMIT) : Double.POSITIVE_INFINITY,
        s.preset().flatMap(Preset::pretraining));
  }

  private static List<Layer> hidden(Settings s, Task task) {
    Optional<Preset> preset = s.preset();
    if (preset.isEmpty()) {
      return ofTable(s, task);
    }
    boolean given = !s.automatic(Setting.LAYERS) || !s.text(Setting.HIDDEN_LAYERS).isEmpty();
    List<Layer> layers = new ArrayList<>(preset.get().stem(task.form()));
    layers.addAll(given ? ofTable(s, task) : preset.get().body(task.form()));
    return layers;
  }

  private static List<Layer> ofTable(Settings s, Task task) {
    if (!s.text(Setting.HIDDEN_LAYERS).isEmpty()) {
      return HiddenLayers.layers(s.text(Setting.HIDDEN_LAYERS), task.inputs(), task.outputs());
    }
    if (!s.automatic(Setting.LAYERS)) {
      return Setting.LAYERS.entries(Layer.class, s.text(Setting.LAYERS));
    }
    if (task.ensemble()) {
      return Ensemble.layers(task.recipe());
    }
    int width = task.rows() < 2000 ? 64 : task.rows() < MANY_ROWS ? 128 : 256;
    Layer dense = new Dense(width, new Relu());
    Layer dropout = new Dropout(0.1);
    return task.nominal() ? List.of(dense, dropout, dense, dropout) : List.of(dense, dense);
  }

  /**
   * AdamW, whose decay acts like a prior and so weighs less the more rows there are; the same for
   * all layers that are given.
   */
  private static Optimization optimizer(Settings s, Task task) {
    if (!s.automatic(Setting.OPTIMIZER)) {
      return Setting.OPTIMIZER.entry(Optimization.class, s.text(Setting.OPTIMIZER));
    }
    if (task.ensemble()) {
      return Ensemble.optimizer(task.recipe(), task.rows(), batch(s, task, null));
    }
    double decay = (task.nominal() ? 1 : 0.3) * Math.min(1, 1000.0 / task.rows());
    double rounded = Math.round(decay * 1e4) / 1e4;
    double rate = task.nominal() ? 0.003 : 0.01;
    return new AdamW(new Cosine(rate, 0), new Constant(rounded));
  }

  private static List<Regularization> regularizations(Settings s) {
    return s.automatic(Setting.REGULARIZER)
        ? List.of()
        : Setting.REGULARIZER.entries(Regularization.class, s.text(Setting.REGULARIZER));
  }

  /** A minimizer goes by all rows anyhow; how many at a time, it says itself. */
  private static int batch(Settings s, Task task, Optimization optimization) {
    int given = s.number(Setting.BATCH);
    if (given == Settings.AUTOMATIC && optimization instanceof Minimizer) {
      return 0;
    }
    return given != Settings.AUTOMATIC ? given : task.rows() < MANY_ROWS ? 32 : 128;
  }

  /** About 200,000 rows seen in all, between 10 and 100 epochs; an ensemble stops by itself. */
  private static int epochs(Settings s, Task task, Optimization optimization) {
    int given = s.number(Setting.EPOCHS);
    if (given == Settings.AUTOMATIC && optimization instanceof Minimizer m) {
      return Effort.of(s).ofOne(m.usesGradients() ? ITERATIONS : GENERATIONS);
    }
    if (given != Settings.AUTOMATIC) {
      return given;
    }
    if (task.ensemble()) {
      return Effort.of(s).ofEnsemble(Ensemble.epochs(task.rows()));
    }
    return Effort.of(s).ofOne(Math.max(10, Math.min(100, 200_000 / task.rows())));
  }

  private static int patience(Settings s, Task task, boolean judged, int epochs) {
    int given = s.number(Setting.PATIENCE);
    if (given != Settings.AUTOMATIC) {
      return given;
    }
    return !judged
        ? 0
        : task.ensemble()
            ? Ensemble.patience(epochs, task.rows(), batch(s, task, null))
            : Math.max(5, epochs / 5);
  }

  private static EarlyStopping stopping(Settings s, Task task, boolean judged, int epochs) {
    Metric metric = Setting.METRIC.entry(Metric.class, s.text(Setting.METRIC));
    boolean grows = task.ensemble() && s.number(Setting.PATIENCE) == Settings.AUTOMATIC;
    return new EarlyStopping(
        patience(s, task, judged, epochs),
        grows ? Ensemble.PATIENCE_GROWTH : 0,
        s.real(Setting.MINIMUM_GAIN),
        metric,
        true);
  }

  private static MinibatchOptions minibatches(Settings s) {
    return new MinibatchOptions(
        s.number(Setting.ACCUMULATE), s.real(Setting.MIXUP), augmentations(s));
  }

  /** The hidden layers as the option -layers gives them; empty where it does not. */
  public static List<Layer> givenLayers(Settings s) {
    return s.automatic(Setting.LAYERS)
        ? List.of()
        : Setting.LAYERS.entries(Layer.class, s.text(Setting.LAYERS));
  }

  private static List<Augmentation> augmentations(Settings s) {
    return Setting.AUGMENT.entries(Augmentation.class, s.text(Setting.AUGMENT));
  }
}
