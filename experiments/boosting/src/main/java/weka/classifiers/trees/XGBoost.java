// SPDX-License-Identifier: GPL-3.0-or-later
package weka.classifiers.trees;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import weka.classifiers.RandomizableClassifier;
import weka.core.BatchPredictor;
import weka.core.Capabilities;
import weka.core.Capabilities.Capability;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.OptionMetadata;
import weka.core.TechnicalInformation;
import weka.core.TechnicalInformationHandler;
import weka.core.Utils;
import weka.core.WeightedInstancesHandler;

/**
 * Gradient boosted trees of the library XGBoost (Chen and Guestrin 2016), by its Java side
 * XGBoost4J. Defaults are the library's own, with the 100 rounds of its class for Python. Trees are
 * grown on histograms; nominal attributes are categories, missing values go the way that training
 * found best, instance weights count. A nominal class is learned by the logistic or the softmax
 * loss, a numeric one by the squared error. There is no early stopping.
 */
public final class XGBoost extends RandomizableClassifier
    implements WeightedInstancesHandler, TechnicalInformationHandler, BatchPredictor {
  private static final long serialVersionUID = 1L;

  private int rounds = 100;
  private double learningRate = 0.3;
  private int maximumDepth = 6;
  private double minimumChildWeight = 1;
  private double lambda = 1;
  private double gamma;
  private double subsample = 1;
  private double columnSample = 1;
  private int threads = 1;
  private String batchSize = "1000";

  private Instances header;
  private BoostingColumns columns;
  private double mean;
  private byte[] model;
  private transient Booster booster;

  /** What Weka shows about the classifier. */
  public String globalInfo() {
    return "Gradient boosted trees of the library XGBoost: trees on histograms, nominal attributes"
        + " as categories, missing values sent the way that training found best, instance weights."
        + " A nominal class is learned by the logistic or the softmax loss, a numeric one by the"
        + " squared error. Defaults are the library's.\n\nFor more information see\n\n"
        + getTechnicalInformation();
  }

  @Override
  public TechnicalInformation getTechnicalInformation() {
    TechnicalInformation paper = new TechnicalInformation(TechnicalInformation.Type.INPROCEEDINGS);
    paper.setValue(TechnicalInformation.Field.AUTHOR, "Tianqi Chen and Carlos Guestrin");
    paper.setValue(TechnicalInformation.Field.TITLE, "XGBoost: A Scalable Tree Boosting System");
    paper.setValue(
        TechnicalInformation.Field.BOOKTITLE,
        "22nd ACM SIGKDD International Conference on Knowledge Discovery and Data Mining");
    paper.setValue(TechnicalInformation.Field.PAGES, "785-794");
    paper.setValue(TechnicalInformation.Field.YEAR, "2016");
    return paper;
  }

  @OptionMetadata(
      displayName = "rounds",
      description =
          "Rounds of boosting, 1 or more: one tree each, with three or more class values"
              + " one a value (default 100).",
      commandLineParamName = "I",
      commandLineParamSynopsis = "-I <rounds>",
      displayOrder = 1)
  public int getRounds() {
    return rounds;
  }

  public void setRounds(int rounds) {
    check("rounds", rounds, rounds >= 1, "1 or more");
    this.rounds = rounds;
  }

  @OptionMetadata(
      displayName = "learningRate",
      description = "Factor of each tree, above 0 and at most 1 (default 0.3).",
      commandLineParamName = "R",
      commandLineParamSynopsis = "-R <rate>",
      displayOrder = 2)
  public double getLearningRate() {
    return learningRate;
  }

  public void setLearningRate(double learningRate) {
    check(
        "learningRate", learningRate, learningRate > 0 && learningRate <= 1, "above 0, at most 1");
    this.learningRate = learningRate;
  }

  @OptionMetadata(
      displayName = "maximumDepth",
      description = "Most splits from a tree's root to a leaf, 1 to 30 (default 6).",
      commandLineParamName = "L",
      commandLineParamSynopsis = "-L <depth>",
      displayOrder = 3)
  public int getMaximumDepth() {
    return maximumDepth;
  }

  public void setMaximumDepth(int maximumDepth) {
    check("maximumDepth", maximumDepth, maximumDepth >= 1 && maximumDepth <= 30, "1 to 30");
    this.maximumDepth = maximumDepth;
  }

  @OptionMetadata(
      displayName = "minimumChildWeight",
      description =
          "Least sum of second derivatives in a leaf, 0 or more: for a numeric class the"
              + " weight of its rows (default 1).",
      commandLineParamName = "M",
      commandLineParamSynopsis = "-M <weight>",
      displayOrder = 4)
  public double getMinimumChildWeight() {
    return minimumChildWeight;
  }

  public void setMinimumChildWeight(double minimumChildWeight) {
    check("minimumChildWeight", minimumChildWeight, minimumChildWeight >= 0, "0 or more");
    this.minimumChildWeight = minimumChildWeight;
  }

  @OptionMetadata(
      displayName = "lambda",
      description = "Penalty of the squared values of leaves, 0 or more (default 1).",
      commandLineParamName = "lambda",
      commandLineParamSynopsis = "-lambda <penalty>",
      displayOrder = 5)
  public double getLambda() {
    return lambda;
  }

  public void setLambda(double lambda) {
    check("lambda", lambda, lambda >= 0, "0 or more");
    this.lambda = lambda;
  }

  @OptionMetadata(
      displayName = "gamma",
      description = "Least decrease of the loss by a split, 0 or more (default 0).",
      commandLineParamName = "gamma",
      commandLineParamSynopsis = "-gamma <loss>",
      displayOrder = 6)
  public double getGamma() {
    return gamma;
  }

  public void setGamma(double gamma) {
    check("gamma", gamma, gamma >= 0, "0 or more");
    this.gamma = gamma;
  }

  @OptionMetadata(
      displayName = "subsample",
      description = "Part of the rows that a round sees, above 0 and at most 1 (default 1).",
      commandLineParamName = "P",
      commandLineParamSynopsis = "-P <part>",
      displayOrder = 7)
  public double getSubsample() {
    return subsample;
  }

  public void setSubsample(double subsample) {
    check("subsample", subsample, subsample > 0 && subsample <= 1, "above 0, at most 1");
    this.subsample = subsample;
  }

  @OptionMetadata(
      displayName = "columnSample",
      description = "Part of the attributes that a tree sees, above 0 and at most 1 (default 1).",
      commandLineParamName = "C",
      commandLineParamSynopsis = "-C <part>",
      displayOrder = 8)
  public double getColumnSample() {
    return columnSample;
  }

  public void setColumnSample(double columnSample) {
    check(
        "columnSample", columnSample, columnSample > 0 && columnSample <= 1, "above 0, at most 1");
    this.columnSample = columnSample;
  }

  @OptionMetadata(
      displayName = "threads",
      description =
          "Threads of training and prediction, 0 for one a core (default 1: with more, the"
              + " last digits may differ from run to run).",
      commandLineParamName = "threads",
      commandLineParamSynopsis = "-threads <number>",
      displayOrder = 9)
  public int getThreads() {
    return threads;
  }

  public void setThreads(int threads) {
    check("threads", threads, threads >= 0, "0 or more");
    this.threads = threads;
  }

  /** Weka would print what a setter refuses and go on without the option. */
  @Override
  public void setOptions(String[] options) throws Exception {
    setInt("I", options, this::setRounds);
    set("R", options, this::setLearningRate);
    setInt("L", options, this::setMaximumDepth);
    set("M", options, this::setMinimumChildWeight);
    set("lambda", options, this::setLambda);
    set("gamma", options, this::setGamma);
    set("P", options, this::setSubsample);
    set("C", options, this::setColumnSample);
    setInt("threads", options, this::setThreads);
    super.setOptions(options);
  }

  private static void set(String flag, String[] options, DoubleConsumer setter) throws Exception {
    String text = Utils.getOption(flag, options);
    if (!text.isEmpty()) {
      try {
        setter.accept(Double.parseDouble(text));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("-" + flag + " takes a number, found " + text, e);
      }
    }
  }

  private static void setInt(String flag, String[] options, IntConsumer setter) throws Exception {
    set(
        flag,
        options,
        number -> {
          if (number != Math.rint(number)) {
            throw new IllegalArgumentException(
                "-" + flag + " takes a whole number, found " + Utils.doubleToString(number, 6));
          }
          setter.accept((int) number);
        });
  }

  private static void check(String name, double found, boolean good, String allowed) {
    if (!good) {
      throw new IllegalArgumentException(
          "%s is %s, found %s".formatted(name, allowed, Utils.doubleToString(found, 6)));
    }
  }

  @Override
  public Capabilities getCapabilities() {
    Capabilities able = super.getCapabilities();
    able.disableAll();
    able.enable(Capability.NUMERIC_ATTRIBUTES);
    able.enable(Capability.DATE_ATTRIBUTES);
    able.enable(Capability.NOMINAL_ATTRIBUTES);
    able.enable(Capability.MISSING_VALUES);
    able.enable(Capability.NOMINAL_CLASS);
    able.enable(Capability.NUMERIC_CLASS);
    able.enable(Capability.DATE_CLASS);
    able.enable(Capability.MISSING_CLASS_VALUES);
    return able;
  }

  @Override
  public void buildClassifier(Instances data) throws Exception {
    getCapabilities().testWithFail(data);
    Instances rows = new Instances(data);
    rows.deleteWithMissingClass();
    header = rows.stringFreeStructure();
    columns = new BoostingColumns(rows);
    mean = rows.classAttribute().isNominal() ? 0 : rows.meanOrMode(rows.classIndex());
    model = null;
    release();
    DMatrix matrix = null;
    try {
      matrix = new DMatrix(columns.values(rows), rows.numInstances(), columns.count(), Float.NaN);
      matrix.setFeatureTypes(columns.kinds());
      float[] labels = new float[rows.numInstances()];
      float[] weights = new float[labels.length];
      for (int r = 0; r < labels.length; r++) {
        labels[r] = (float) (rows.instance(r).classValue() - mean);
        weights[r] = (float) rows.instance(r).weight();
      }
      matrix.setLabel(labels);
      matrix.setWeight(weights);
      Booster trained =
          ml.dmlc.xgboost4j.java.XGBoost.train(
              matrix, parameters(), rounds, new HashMap<>(), null, null);
      model = trained.toByteArray("ubj");
      booster = trained;
    } catch (XGBoostError e) {
      throw new Exception("XGBoost: " + firstLine(e), e);
    } catch (LinkageError e) {
      throw new Exception("the native library of XGBoost does not load here: " + firstLine(e), e);
    } finally {
      if (matrix != null) {
        matrix.dispose();
      }
    }
  }

  private Map<String, Object> parameters() {
    Map<String, Object> all = new LinkedHashMap<>();
    int labels = header.classAttribute().isNominal() ? header.numClasses() : 0;
    all.put(
        "objective",
        labels == 0 ? "reg:squarederror" : labels == 2 ? "binary:logistic" : "multi:softprob");
    if (labels > 2) {
      all.put("num_class", labels);
    } else {
      // The mean is taken off a numeric class; of two labels no row need have one.
      all.put("base_score", labels == 0 ? 0.0 : 0.5);
    }
    all.put("tree_method", "hist");
    all.put("eta", learningRate);
    all.put("max_depth", maximumDepth);
    all.put("min_child_weight", minimumChildWeight);
    all.put("lambda", lambda);
    all.put("gamma", gamma);
    all.put("subsample", subsample);
    all.put("colsample_bytree", columnSample);
    all.put("nthread", threads);
    all.put("seed", getSeed());
    all.put("verbosity", 0);
    return all;
  }

  private static String firstLine(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse(deepest.toString());
  }

  @Override
  public double[] distributionForInstance(Instance row) throws Exception {
    return distributions(columns().values(row), 1)[0];
  }

  @Override
  public double[][] distributionsForInstances(Instances rows) throws Exception {
    return rows.isEmpty()
        ? new double[0][]
        : distributions(columns().values(rows), rows.numInstances());
  }

  @Override
  public boolean implementsMoreEfficientBatchPrediction() {
    return true;
  }

  @Override
  public void setBatchSize(String size) {
    batchSize = size;
  }

  @Override
  public String getBatchSize() {
    return batchSize;
  }

  private BoostingColumns columns() {
    if (model == null) {
      throw new IllegalStateException("XGBoost has not been trained");
    }
    return columns;
  }

  private double[][] distributions(float[] values, int rows) throws Exception {
    DMatrix matrix = new DMatrix(values, rows, columns.count(), Float.NaN);
    try {
      matrix.setFeatureTypes(columns.kinds());
      float[][] found = booster().predict(matrix);
      double[][] result = new double[rows][];
      for (int r = 0; r < rows; r++) {
        result[r] = distribution(found[r]);
      }
      return result;
    } finally {
      matrix.dispose();
    }
  }

  private double[] distribution(float[] found) {
    if (header.classAttribute().isNumeric()) {
      return new double[] {found[0] + mean};
    } else if (header.numClasses() == 2) {
      return new double[] {1.0 - found[0], found[0]};
    }
    double[] shares = new double[found.length];
    for (int i = 0; i < found.length; i++) {
      shares[i] = found[i];
    }
    Utils.normalize(shares);
    return shares;
  }

  /** The library's own object, which a model that was read from a file does not have yet. */
  private synchronized Booster booster() throws XGBoostError, IOException {
    if (booster == null) {
      booster = ml.dmlc.xgboost4j.java.XGBoost.loadModel(model);
      booster.setParam("nthread", threads);
    }
    return booster;
  }

  private synchronized void release() {
    if (booster != null) {
      booster.dispose();
      booster = null;
    }
  }

  /** The size of the model and the attributes that decrease the loss most. */
  @Override
  public String toString() {
    if (model == null) {
      return "XGBoost: not trained yet";
    }
    StringBuilder text = new StringBuilder();
    text.append("XGBoost: ").append(rounds).append(rounds == 1 ? " round" : " rounds");
    text.append(" of trees of depth ").append(maximumDepth).append(" at most, ");
    text.append(model.length / 1024).append(" KB\n\n");
    try {
      // f3 is a split of a number; f3:{0,2} of a category, one entry a set of values.
      Map<Integer, Double> gains = new HashMap<>();
      booster()
          .getScore("", "total_gain")
          .forEach(
              (split, gain) ->
                  gains.merge(Integer.valueOf(split.replaceAll("^f|:.*", "")), gain, Double::sum));
      double all = gains.values().stream().mapToDouble(Double::doubleValue).sum();
      text.append("Share of the decrease of the loss by attribute:\n");
      text.append(
          gains.entrySet().stream()
              .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
              .map(
                  e ->
                      String.format(
                          Locale.ROOT, "%7.4f  %s", e.getValue() / all, columns.name(e.getKey())))
              .collect(Collectors.joining("\n")));
    } catch (XGBoostError | IOException e) {
      text.append("its trees cannot be read: ").append(firstLine(e));
    }
    return text.append('\n').toString();
  }

  /** Runs the classifier on the command line: {@code -t data.arff}. */
  public static void main(String[] args) {
    runClassifier(new XGBoost(), args);
  }
}
