// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.file.ExperimentReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Classifier;
import weka.core.Instances;
import weka.core.Utils;
import weka.core.converters.ConverterUtils.DataSource;
import weka.experiment.ClassifierSplitEvaluator;
import weka.experiment.CrossValidationResultProducer;
import weka.experiment.RandomSplitResultProducer;
import weka.experiment.RegressionSplitEvaluator;
import weka.experiment.ResultListener;
import weka.experiment.ResultProducer;
import weka.experiment.SplitEvaluator;

/** With seed 1 every number of every cell is the one that Weka's Experimenter finds. */
final class ExperimenterTest {
  @TempDir private Path folder;

  @BeforeAll
  static void prepare() {
    WekaHome.prepare();
  }

  @ParameterizedTest
  @CsvSource({
    "iris.arff, percent-correct, weka.classifiers.trees.J48",
    "iris.arff, percent-correct, weka.classifiers.functions.Logistic",
    "glass.arff, kappa, weka.classifiers.trees.RandomForest -I 10 -S 1",
    "glass.arff, kappa, weka.classifiers.functions.MultilayerPerceptron -N 5 -S 0",
    "cpu.arff, correlation, weka.classifiers.trees.M5P",
    "cpu.arff, correlation, weka.classifiers.trees.RandomForest -I 5 -S 3"
  })
  void everyColumnOfEveryCellIsTheExperimenters(String data, String metric, String scheme)
      throws Exception {
    SplitEvaluator evaluator = evaluator(data, scheme);
    CrossValidationResultProducer folds = new CrossValidationResultProducer();
    folds.setNumFolds(3);
    folds.setSplitEvaluator(evaluator);
    compare(weka(folds, data, 2, 3), ours(data, metric, scheme, "cross-validation: 3"), 6);
    RandomSplitResultProducer split = new RandomSplitResultProducer();
    split.setTrainPercent(66);
    split.setSplitEvaluator(evaluator);
    compare(weka(split, data, 2, 2), ours(data, metric, scheme, "split: 66%"), 2);
  }

  private static void compare(
      Map<String, Map<String, Double>> weka, Map<String, Map<String, Double>> ours, int cells) {
    assertEquals(cells, weka.size());
    assertEquals(weka.keySet(), ours.keySet());
    weka.forEach(
        (cell, columns) ->
            columns.forEach(
                (name, value) -> assertEquals(value, ours.get(cell).get(name), cell + " " + name)));
  }

  @Test
  void anotherSeedGivesOtherFolds() throws Exception {
    String scheme = "weka.classifiers.trees.J48";
    assertNotEquals(
        ours("glass.arff", "kappa", scheme, "cross-validation: 3"),
        ours("glass.arff", "kappa", scheme, "cross-validation: 3", "seed=2"));
  }

  @Test
  void eachCellGetsItsOwnSeedUnlessTheFileSetsOne() throws Exception {
    String scheme = SampleClassifier.class.getName();
    List<Double> derived = seeds(ours("iris.arff", "kappa", scheme, "cross-validation: 3"));
    assertEquals(6, derived.stream().distinct().count());
    assertEquals(derived, seeds(ours("iris.arff", "kappa", scheme, "cross-validation: 3")));
    assertEquals(
        List.of(5.0, 5.0, 5.0, 5.0, 5.0, 5.0),
        seeds(ours("iris.arff", "kappa", scheme + " -S 5", "cross-validation: 3")));
  }

  private static List<Double> seeds(Map<String, Map<String, Double>> cells) {
    return cells.values().stream().map(columns -> columns.get("measureSeed")).toList();
  }

  private SplitEvaluator evaluator(String data, String scheme) throws Exception {
    String[] words = Utils.splitOptions(scheme);
    String name = words[0];
    words[0] = "";
    Classifier classifier = AbstractClassifier.forName(name, words);
    if (data.startsWith("cpu")) {
      RegressionSplitEvaluator evaluator = new RegressionSplitEvaluator();
      silently(() -> evaluator.setClassifier(classifier));
      return evaluator;
    }
    ClassifierSplitEvaluator evaluator = new ClassifierSplitEvaluator();
    evaluator.setClassifier(classifier);
    return evaluator;
  }

  private static void silently(Runnable action) {
    PrintStream err = System.err;
    try {
      System.setErr(new PrintStream(OutputStream.nullOutputStream()));
      action.run();
    } finally {
      System.setErr(err);
    }
  }

  /** Cells as "run fold" with their numeric columns, measurements left out. */
  private Map<String, Map<String, Double>> weka(
      ResultProducer producer, String data, int runs, int keys) throws Exception {
    copy(data);
    Instances rows = DataSource.read(folder.resolve(data).toString());
    rows.setClassIndex(rows.numAttributes() - 1);
    Map<String, Map<String, Double>> cells = new LinkedHashMap<>();
    ResultListener listener =
        new ResultListener() {
          @Override
          public String[] determineColumnConstraints(ResultProducer source) {
            return null;
          }

          @Override
          public void preProcess(ResultProducer source) {}

          @Override
          public void postProcess(ResultProducer source) {}

          @Override
          public boolean isResultRequired(ResultProducer source, Object[] key) {
            return true;
          }

          @Override
          public void acceptResult(ResultProducer source, Object[] key, Object[] result)
              throws Exception {
            String[] names = source.getResultNames();
            Map<String, Double> columns = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
              if (result[i] instanceof Double x
                  && !Double.isNaN(x)
                  && !names[i].equals("Date_time")
                  && !CellRunner.isMeasured(names[i])) {
                columns.put(names[i], x);
              }
            }
            cells.put(key[1] + " " + (keys == 3 ? key[2] : "1"), columns);
          }
        };
    producer.setInstances(rows);
    producer.setResultListener(listener);
    for (int run = 1; run <= runs; run++) {
      producer.doRun(run);
    }
    assertTrue(cells.values().iterator().next().size() > 10);
    return cells;
  }

  private Map<String, Map<String, Double>> ours(
      String data, String metric, String scheme, String how, String... settings)
      throws IOException {
    copy(data);
    Path file = folder.resolve("e.yaml");
    Files.writeString(
        file,
        "experiment: t\ndata: [%s]\nevaluate: { %s, repeats: 2 }\nmetrics: [%s]\nlearners: { a: %s }\n"
            .formatted(data, how, metric, scheme));
    Plan plan =
        new Planner(ExperimentReader.read(file, List.of(settings)), List.of(), "test").plan();
    CellRunner runner =
        new CellRunner(
            plan.file().evaluation(),
            plan.file().seed(),
            "test",
            false,
            new EpochTraining(plan.rules().onEpochs(), null));
    Map<String, Map<String, Double>> cells = new LinkedHashMap<>();
    for (Cell cell : plan.cells()) {
      CellResult result = runner.run(cell).result();
      assertEquals(null, result.error());
      cells.put(result.repeat() + " " + result.fold(), result.metrics());
    }
    return cells;
  }

  private void copy(String data) throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/data/" + data)) {
      Files.write(folder.resolve(data), in.readAllBytes());
    }
  }
}
