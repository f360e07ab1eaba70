// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.measure;

import backprop.engine.model.EpochRecord;
import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.weka.predict.Predictor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A number about the last training. */
public enum Measure {
  /** Epochs run. */
  EPOCHS("measureEpochs", 0, m -> m.how().history().size()),
  /** The epoch whose weights were kept. */
  BEST_EPOCH("measureBestEpoch", 0, m -> m.how().bestEpoch()),
  /** Trained parameters. */
  PARAMETERS("measureParameters", 0, m -> m.parameters().length),
  /** Mean loss of the training rows as they were seen in the epoch that was kept. */
  BEST_TRAINING_LOSS("measureBestTrainingLoss", Double.NaN, m -> kept(m, false)),
  /** Mean loss of the validation rows after the epoch that was kept; NaN without any. */
  BEST_VALIDATION_LOSS("measureBestValidationLoss", Double.NaN, m -> kept(m, true)),
  /** Rows trained on. */
  TRAINING_ROWS("measureTrainingRows", Double.NaN, m -> m.how().rows()),
  /** Rows that judged the epochs. */
  VALIDATION_ROWS("measureValidationRows", Double.NaN, m -> m.how().validationRows()),
  /** Wall-clock seconds of training, encoding of the rows included. */
  TRAINING_SECONDS("measureTrainingSeconds", 0, m -> m.how().seconds()),
  /** Training rows seen in a second, each once an epoch. */
  ROWS_PER_SECOND("measureRowsPerSecond", Double.NaN, Measure::rowsPerSecond),
  /** Threads that computed. */
  THREADS("measureThreads", Double.NaN, m -> m.how().threads()),
  /** Why training ended, as a number: see {@link #stopCode}. */
  STOP_REASON("measureStopReason", Double.NaN, m -> stopCode(m.how().stopReason()));

  private final String text;
  private final double constant;
  private final ToDoubleFunction<Model> value;

  /**
   * @param constant the value where something constant stands in for a network
   */
  Measure(String text, double constant, ToDoubleFunction<Model> value) {
    this.text = text;
    this.constant = constant;
    this.value = value;
  }

  /** All names, in order. */
  public static List<String> names() {
    return Arrays.stream(values()).map(m -> m.text).toList();
  }

  /**
   * The value of a measure; NaN before training.
   *
   * @param name in capitals or not: databases of the Experimenter change that
   * @throws IllegalArgumentException when there is no such measure
   */
  public static double of(String name, Optional<Predictor> trained) {
    for (Measure m : values()) {
      if (m.text.equalsIgnoreCase(name)) {
        if (trained.isEmpty()) {
          return Double.NaN;
        }
        Optional<Model> model = trained.get().model();
        return model.isPresent() ? m.value.applyAsDouble(model.get()) : m.constant;
      }
    }
    throw new IllegalArgumentException(
        "measure '" + name + "' is not known, known are " + String.join(", ", names()));
  }

  private static double kept(Model model, boolean validation) {
    Provenance how = model.how();
    if (how.bestEpoch() < 1 || how.bestEpoch() > how.history().size()) {
      return Double.NaN;
    }
    EpochRecord e = how.history().get(how.bestEpoch() - 1);
    return validation ? e.validationLoss() : e.trainingLoss();
  }

  private static double rowsPerSecond(Model m) {
    return m.how().seconds() > 0
        ? (double) m.how().rows() * m.how().history().size() / m.how().seconds()
        : Double.NaN;
  }

  /**
   * A stop reason as a number: 0 all epochs were done; 1 no epoch was better for as many as
   * patience allows; 2 the time was up; 3 the minimizer found no better weights; 4 somebody stopped
   * it, or asked for no more epochs.
   */
  static int stopCode(String reason) {
    if (reason.equals("all epochs done")) {
      return 0;
    }
    if (reason.startsWith("no better") && reason.endsWith("epochs")) {
      return 1;
    }
    if (reason.startsWith("time limit")) {
      return 2;
    }
    return reason.startsWith("not asked") || reason.contains("stopped") ? 4 : 3;
  }
}
