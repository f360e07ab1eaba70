// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import backprop.engine.activation.Relu;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.optimize.AdamW;
import backprop.engine.optimize.Optimizer;
import backprop.engine.regularize.Regularization;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Cosine;
import java.util.List;

/**
 * What {@code auto} means: a full choice for each option that the user left open, from the size of
 * the training data.
 */
public final class Automatic {
  /** Fewer rows than this are all trained on: a small validation part judges by chance. */
  private static final int ROWS_FOR_VALIDATION = 5000;

  private Automatic() {}

  /** The percentage of validation rows. */
  public static int validation(Settings s, int rows) {
    int given = s.number(Setting.VALIDATION);
    return given != Settings.AUTOMATIC ? given : rows < ROWS_FOR_VALIDATION ? 0 : 10;
  }

  /** The loss. */
  public static Loss loss(Settings s, boolean nominalClass) {
    if (s.automatic(Setting.LOSS)) {
      return nominalClass ? new CrossEntropy(0) : new MeanSquaredError();
    }
    return Setting.LOSS.entry(Loss.class, s.text(Setting.LOSS));
  }

  /** All choices. */
  public static TrainingPlan plan(Settings s, Task task) {
    int batch = batch(s, task);
    int epochs = epochs(s, task, batch);
    return new TrainingPlan(
        hidden(s, task),
        loss(s, task.nominal()),
        optimizer(s),
        regularizations(s),
        epochs,
        batch,
        patience(s, task, epochs));
  }

  private static List<Layer> hidden(Settings s, Task task) {
    if (!s.text(Setting.HIDDEN_LAYERS).isEmpty()) {
      return HiddenLayers.layers(s.text(Setting.HIDDEN_LAYERS), task.inputs(), task.outputs());
    }
    if (!s.automatic(Setting.LAYERS)) {
      return Setting.LAYERS.entries(Layer.class, s.text(Setting.LAYERS));
    }
    int width = 64;
    return List.of(new Dense(width, new Relu()), new Dense(width, new Relu()));
  }

  private static Optimizer optimizer(Settings s) {
    return s.automatic(Setting.OPTIMIZER)
        ? new AdamW(new Cosine(0.003, 0), new Constant(0.02))
        : Setting.OPTIMIZER.entry(Optimizer.class, s.text(Setting.OPTIMIZER));
  }

  private static List<Regularization> regularizations(Settings s) {
    return s.automatic(Setting.REGULARIZER)
        ? List.of()
        : Setting.REGULARIZER.entries(Regularization.class, s.text(Setting.REGULARIZER));
  }

  private static int batch(Settings s, Task task) {
    int given = s.number(Setting.BATCH);
    return given != Settings.AUTOMATIC ? given : task.rows() < 10_000 ? 32 : 128;
  }

  private static int epochs(Settings s, Task task, int batch) {
    int given = s.number(Setting.EPOCHS);
    if (given != Settings.AUTOMATIC) {
      return given;
    }
    return Math.max(10, Math.min(100, 200_000 / task.rows()));
  }

  private static int patience(Settings s, Task task, int epochs) {
    int given = s.number(Setting.PATIENCE);
    return given != Settings.AUTOMATIC ? given : task.validated() ? Math.max(5, epochs / 5) : 0;
  }
}
