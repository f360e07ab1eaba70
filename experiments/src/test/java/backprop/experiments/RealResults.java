// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.run.CellResult;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Classifier;
import weka.core.Instances;
import weka.core.Utils;
import weka.experiment.ClassifierSplitEvaluator;
import weka.experiment.RegressionSplitEvaluator;
import weka.experiment.SplitEvaluator;

/** Results of Weka's own schemes, measured by Weka's own split evaluators. */
public final class RealResults {
  private static final class Classification {
    static final ExperimentResults RESULTS =
        run(
            List.of(
                "/weka/gui/knowledgeflow/templates/iris.arff",
                "/weka/gui/knowledgeflow/templates/credit-g.arff",
                "/data/glass.arff"),
            List.of(
                "trees.J48 -C 0.25 -M 2",
                "rules.ZeroR",
                "bayes.NaiveBayes",
                "lazy.IBk -K 5",
                "trees.J48 -C 0.1 -M 10"),
            List.of("percent-correct", "kappa", "root-mean-squared-error", "roc-area"));
  }

  private static final class Regression {
    static final ExperimentResults RESULTS =
        run(
            List.of("/data/cpu.arff"),
            List.of("rules.ZeroR", "functions.LinearRegression", "lazy.IBk -K 3"),
            List.of("root-mean-squared-error", "correlation"));
  }

  private RealResults() {}

  public static ExperimentResults classification() {
    return Classification.RESULTS;
  }

  public static ExperimentResults regression() {
    return Regression.RESULTS;
  }

  private static ExperimentResults run(
      List<String> files, List<String> schemes, List<String> metrics) {
    try {
      return measure(files, schemes, metrics);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static ExperimentResults measure(
      List<String> files, List<String> schemes, List<String> metrics) throws Exception {
    int repeats = 2;
    int folds = 10;
    List<DataSet> dataSets = new ArrayList<>();
    List<Configuration> configurations = new ArrayList<>();
    List<CellResult> cells = new ArrayList<>();
    for (int s = 0; s < schemes.size(); s++) {
      String[] words = Utils.splitOptions("weka.classifiers." + schemes.get(s));
      Classifier made = AbstractClassifier.forName(words[0], tail(words));
      String options = Utils.joinOptions(((AbstractClassifier) made).getOptions());
      String learner = "learner" + (s + 1);
      configurations.add(new Configuration(learner, learner, Map.of(), words[0], options));
    }
    for (String file : files) {
      Instances data = read(file);
      String name = file.substring(file.lastIndexOf('/') + 1).replace(".arff", "");
      int classes = data.classAttribute().isNumeric() ? 0 : data.numClasses();
      dataSets.add(
          new DataSet(
              name,
              name + ".arff",
              "sum of " + name,
              data.numInstances(),
              data.numAttributes(),
              data.classAttribute().name(),
              classes));
      for (Configuration configuration : configurations) {
        SplitEvaluator evaluator = evaluator(configuration, classes);
        for (int repeat = 1; repeat <= repeats; repeat++) {
          Instances shuffled = new Instances(data);
          Random random = new Random(repeat);
          shuffled.randomize(random);
          if (classes > 0) {
            shuffled.stratify(folds);
          }
          for (int fold = 1; fold <= folds; fold++) {
            Instances train = shuffled.trainCV(folds, fold - 1, random);
            Instances test = shuffled.testCV(folds, fold - 1);
            cells.add(cell(name, configuration, repeat, fold, evaluator, train, test));
          }
        }
      }
    }
    return new ExperimentResults(
        "real",
        "real.yaml",
        1,
        repeats,
        folds,
        metrics,
        dataSets,
        configurations,
        List.of(),
        cells,
        List.of());
  }

  private static SplitEvaluator evaluator(Configuration configuration, int classes)
      throws Exception {
    Classifier scheme =
        AbstractClassifier.forName(
            configuration.scheme(), Utils.splitOptions(configuration.options()));
    if (classes > 0) {
      ClassifierSplitEvaluator nominal = new ClassifierSplitEvaluator();
      nominal.setNoSizeDetermination(true);
      nominal.setClassifier(scheme);
      return nominal;
    }
    RegressionSplitEvaluator numeric = new RegressionSplitEvaluator();
    numeric.setNoSizeDetermination(true);
    numeric.setClassifier(scheme);
    return numeric;
  }

  private static CellResult cell(
      String data,
      Configuration configuration,
      int repeat,
      int fold,
      SplitEvaluator evaluator,
      Instances train,
      Instances test)
      throws Exception {
    Object[] values = evaluator.getResult(train, test);
    String[] names = evaluator.getResultNames();
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      if (values[i] instanceof Double value && !value.isNaN()) {
        metrics.put(names[i], value);
      }
    }
    return new CellResult(
        data,
        "sum of " + data,
        configuration.name(),
        configuration.scheme(),
        configuration.options(),
        repeat,
        fold,
        1,
        "0.1.0",
        train.numInstances(),
        test.numInstances(),
        metrics,
        Map.of(),
        null);
  }

  private static String[] tail(String[] words) {
    return java.util.Arrays.copyOfRange(words, 1, words.length);
  }

  private static Instances read(String resource) throws Exception {
    try (InputStream in = RealResults.class.getResourceAsStream(resource);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Instances data = new Instances(reader);
      data.setClassIndex(data.numAttributes() - 1);
      return data;
    }
  }
}
