// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import backprop.engine.activation.Relu;
import backprop.engine.augment.Augmentation;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Dropout;
import backprop.engine.layer.Layer;
import backprop.engine.layer.MemberDense;
import backprop.engine.layer.Members;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
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
 * accuracy does, and what keeps it low is an ensemble that shares its weights, with dropout, weight
 * decay, a little label smoothing and no more than some tens of epochs; a numeric class wants
 * neither dropout nor strong decay; a rate that falls to 0 makes a validation part dispensable,
 * which few rows could not spare.
 */
public final class Automatic {
  /** Fewer rows than this are all trained on: a small validation part judges by chance. */
  private static final int ROWS_FOR_VALIDATION = 5000;

  private static final int MANY_ROWS = 10_000;

  /** From so many rows on an ensemble gains less than it costs. */
  private static final int ROWS_FOR_ONE = 50_000;

  /** More are often words, which stay sparse up to the first layer of one network only. */
  private static final int MOST_INPUTS = 1000;

  /** Members of the ensemble. */
  private static final int MEMBERS = 8;

  /** Keeps the ensemble from being surer than it should be. */
  private static final double SMOOTHING = 0.03;

  /** Epochs of a minimizer: one iteration each, of which many end by themselves before. */
  private static final int ITERATIONS = 200;

  private static final int GENERATIONS = 1000;

  private Automatic() {}

  /** The percentage of validation rows. */
  public static int validation(Settings s, int rows) {
    int given = s.number(Setting.VALIDATION);
    return given != Settings.AUTOMATIC ? given : rows < ROWS_FOR_VALIDATION ? 0 : 10;
  }

  /**
   * The loss.
   *
   * @param rows of the training
   * @param inputs columns that the attributes become
   */
  public static Loss loss(Settings s, boolean nominalClass, int rows, int inputs) {
    if (s.automatic(Setting.LOSS)) {
      return nominalClass
          ? new CrossEntropy(ensemble(s, true, rows, inputs) ? SMOOTHING : 0)
          : new MeanSquaredError();
    }
    return Setting.LOSS.entry(Loss.class, s.text(Setting.LOSS));
  }

  /** Whether layers and loss are left open and are best those of an ensemble. */
  private static boolean ensemble(Settings s, boolean nominal, int rows, int inputs) {
    return nominal
        && s.automatic(Setting.LAYERS)
        && s.automatic(Setting.PRESET)
        && s.automatic(Setting.LOSS)
        && s.text(Setting.HIDDEN_LAYERS).isEmpty()
        && rows < ROWS_FOR_ONE
        && inputs <= MOST_INPUTS;
  }

  private static boolean ensemble(Settings s, Task task) {
    return ensemble(s, task.nominal(), task.rows(), task.inputs());
  }

  /** All choices. */
  public static TrainingPlan plan(Settings s, Task task) {
    Optimization optimization = optimizer(s, task);
    int epochs = epochs(s, task, optimization);
    return new TrainingPlan(
        hidden(s, task),
        loss(s, task.nominal(), task.rows(), task.inputs()),
        optimization,
        regularizations(s),
        epochs,
        batch(s, task, optimization),
        stopping(s, patience(s, task, epochs)),
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
    if (ensemble(s, task)) {
      Layer dense = new MemberDense(task.rows() < 2000 ? 64 : 128, new Relu());
      Layer dropout = new Dropout(0.2);
      return List.of(new Members(MEMBERS), dense, dropout, dense, dropout);
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
    double decay = (task.nominal() ? 1 : 0.3) * Math.min(1, 1000.0 / task.rows());
    double rounded = Math.round(decay * 1e4) / 1e4;
    double rate = ensemble(s, task) ? 0.006 : task.nominal() ? 0.003 : 0.01;
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

  /**
   * About 200,000 rows seen in all, between 10 and 100 epochs; with an ensemble, which learns
   * faster than one network and is better for stopping sooner, 50 with two classes and up to 100
   * with more classes, which take longer to tell apart, or with few rows.
   */
  private static int epochs(Settings s, Task task, Optimization optimization) {
    int given = s.number(Setting.EPOCHS);
    if (given == Settings.AUTOMATIC && optimization instanceof Minimizer m) {
      return m.usesGradients() ? ITERATIONS : GENERATIONS;
    }
    if (given != Settings.AUTOMATIC) {
      return given;
    }
    if (ensemble(s, task)) {
      int classes = Math.max(2, Math.min(4, task.outputs()));
      int most = Math.max(25 * classes, Math.min(100, 15_000 / task.rows()));
      return Math.max(15, Math.min(most, 400_000 / task.rows()));
    }
    return Math.max(10, Math.min(100, 200_000 / task.rows()));
  }

  private static int patience(Settings s, Task task, int epochs) {
    int given = s.number(Setting.PATIENCE);
    return given != Settings.AUTOMATIC ? given : task.validated() ? Math.max(5, epochs / 5) : 0;
  }

  private static EarlyStopping stopping(Settings s, int patience) {
    Metric metric = Setting.METRIC.entry(Metric.class, s.text(Setting.METRIC));
    return new EarlyStopping(patience, s.real(Setting.MINIMUM_GAIN), metric, true);
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
