// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.engine.model.EpochRecord;
import backprop.experiments.file.Evaluation;
import backprop.experiments.rule.Firing;
import backprop.weka.BackpropClassifier;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Classifier;
import weka.classifiers.evaluation.NominalPrediction;
import weka.classifiers.evaluation.Prediction;
import weka.core.AdditionalMeasureProducer;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.Randomizable;

/**
 * Trains and tests cells with the split evaluators of Weka's Experimenter, so that the columns are
 * the Experimenter's own. One per worker.
 */
final class CellRunner implements CellWorker {
  /** Probabilities below this count as this in {@code Log_loss}. */
  private static final double LEAST_PROBABILITY = 1e-15;

  private static final Pattern MEASURED_TIME =
      Pattern.compile(
          "measure.*(time|second|millis|nanos|minute|elapsed|duration).*",
          Pattern.CASE_INSENSITIVE);

  private final long seed;
  private final String version;
  private final boolean oneThread;
  private final Splitter splitter;
  private final EpochTraining epochs;

  /**
   * @param oneThread whether classifiers that train with several threads are to take one, because
   *     several cells run at once
   */
  CellRunner(
      Evaluation evaluation, long seed, String version, boolean oneThread, EpochTraining epochs) {
    this.epochs = epochs;
    this.seed = seed;
    this.version = version;
    this.oneThread = oneThread;
    this.splitter = new Splitter(evaluation, seed);
  }

  /**
   * A finished cell.
   *
   * @param result what it found, the same at every run
   * @param times what it took, by the Experimenter's column names: not the same twice
   * @param curve the learning curve of a network; empty for other classifiers
   */
  record Finished(CellResult result, Map<String, Double> times, List<EpochRecord> curve) {}

  /**
   * Whether a column may differ from run to run: times, by the Experimenter's names and usual ones,
   * the number of threads, and the size of the serialized model, since a model may hold these.
   */
  static boolean isMeasured(String column) {
    return column.startsWith("Elapsed_Time")
        || column.startsWith("UserCPU_Time")
        || column.equals("Serialized_Model_Size")
        || column.equals("measureThreads")
        || MEASURED_TIME.matcher(column).matches();
  }

  @Override
  public Finished run(Cell cell) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    Map<String, Double> times = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    int trainRows = 0;
    int testRows = 0;
    String error = null;
    List<Firing> firings = List.of();
    List<EpochRecord> curve = List.of();
    try {
      Splitter.Rows rows = splitter.rows(cell.data(), cell.repeat(), cell.fold());
      trainRows = rows.train().numInstances();
      testRows = rows.test().numInstances();
      checkClass(rows.train(), "training");
      checkClass(rows.test(), "test");
      Classifier classifier = classifier(cell);
      EpochTraining.Trained trained = null;
      if (epochs.wants(cell)) {
        trained = epochs.train(cell, (BackpropClassifier) classifier, rows.train());
        classifier = trained.network();
        firings = trained.firings();
      }
      Evaluators.Open evaluator = Evaluators.of(classifier, rows.train());
      Object[] values = evaluator.evaluator().getResult(rows.train(), rows.test());
      String[] names = evaluator.evaluator().getResultNames();
      for (int i = 0; i < names.length; i++) {
        if (SerializedSize.isOne(names[i])) {
          Object sized =
              SerializedSize.sized(names[i], evaluator.trained(), rows.train(), rows.test());
          double bytes = SerializedSize.bytes(sized);
          if (!Double.isNaN(bytes)) {
            add(metrics, times, names[i], bytes);
          }
        } else if (values[i] instanceof Double number) {
          add(metrics, times, names[i], number);
        } else if (values[i] != null) {
          texts.put(names[i], values[i].toString());
        }
      }
      if (rows.train().classAttribute().isNominal()) {
        add(metrics, times, "Log_loss", logLoss(evaluator.predictions()));
      }
      addMeasures(metrics, times, evaluator.trained());
      if (trained != null) {
        times
            .keySet()
            .removeIf(name -> name.startsWith("UserCPU_Time") && name.endsWith("training"));
        times.put("Elapsed_Time_training", trained.seconds());
      }
      if (evaluator.trained() instanceof BackpropClassifier network) {
        curve = network.model().map(model -> model.how().history()).orElse(List.of());
      }
    } catch (RecordException e) {
      throw e;
    } catch (NoClassException e) {
      error = e.getMessage();
    } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError | AssertionError e) {
      error = e instanceof OutOfMemoryError ? "out of memory: " + e.getMessage() : sentence(e);
      metrics.clear();
      texts.clear();
    }
    Configuration configuration = cell.configuration().configuration();
    CellResult result =
        new CellResult(
            cell.data().info().name(),
            cell.data().info().checksum(),
            configuration.name(),
            configuration.scheme(),
            configuration.options(),
            cell.repeat(),
            cell.fold(),
            seed,
            version,
            trainRows,
            testRows,
            Collections.unmodifiableMap(metrics),
            Collections.unmodifiableMap(texts),
            error,
            firings);
    return new Finished(result, times, curve);
  }

  /** That rows cannot train or judge anything; its message is the whole sentence. */
  private static final class NoClassException extends Exception {
    private static final long serialVersionUID = 1L;

    NoClassException(String message) {
      super(message);
    }
  }

  /** Without this Weka reports a perfect kappa of 1 for a test part that nothing was judged on. */
  private static void checkClass(Instances rows, String part) throws NoClassException {
    if (rows.stream().allMatch(Instance::classIsMissing)) {
      throw new NoClassException(
          rows.isEmpty()
              ? "the " + part + " part has no rows"
              : "the class is missing in all " + rows.numInstances() + " " + part + " rows");
    }
  }

  private static String sentence(Throwable e) {
    String text = Schemes.sentence(e);
    return text.startsWith(e.getClass().getSimpleName()) || text.equals(e.getClass().getName())
        ? text
        : e.getClass().getSimpleName() + ": " + text;
  }

  private static void add(
      Map<String, Double> metrics, Map<String, Double> times, String name, double value) {
    if (isMeasured(name)) {
      times.put(name, value);
    } else if (!Double.isNaN(value)) {
      metrics.put(name, value);
    }
  }

  private Classifier classifier(Cell cell) throws Exception {
    PlannedConfiguration planned = cell.configuration();
    Classifier classifier = AbstractClassifier.makeCopy(planned.template());
    if (planned.derivesSeed() && classifier instanceof Randomizable randomizable) {
      randomizable.setSeed(Seeds.classifier(seed, cell.repeat(), cell.fold()));
    }
    if (oneThread && !planned.setsThreads()) {
      new SchemeProperties(classifier).set("threads", 1L, "1");
    }
    return classifier;
  }

  /** Mean of {@code -ln(max(p, 1e-15))} over the test rows that have a class, by their weights. */
  private static double logLoss(List<Prediction> predictions) {
    double sum = 0;
    double weights = 0;
    for (Prediction prediction : predictions) {
      double[] p = ((NominalPrediction) prediction).distribution();
      if (Double.isNaN(prediction.actual())) {
        continue;
      }
      double total = 0;
      for (double x : p) {
        total += x;
      }
      double actual = total > 0 ? p[(int) prediction.actual()] / total : 0;
      sum -= prediction.weight() * Math.log(Math.max(actual, LEAST_PROBABILITY));
      weights += prediction.weight();
    }
    return weights > 0 ? sum / weights : Double.NaN;
  }

  /**
   * What the classifier measures about itself, such as the size of a tree. Asked for here and not
   * through the evaluator, which fails when one measure cannot be had.
   */
  private static void addMeasures(
      Map<String, Double> metrics, Map<String, Double> times, Classifier trained) {
    if (trained instanceof AdditionalMeasureProducer producer) {
      Enumeration<String> names = producer.enumerateMeasures();
      while (names.hasMoreElements()) {
        String name = names.nextElement();
        try {
          add(metrics, times, name, producer.getMeasure(name));
        } catch (RuntimeException e) {
          // A measure that these options do not provide, such as the out-of-bag error.
          continue;
        }
      }
    }
  }
}
