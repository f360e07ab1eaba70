// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weka.attributeSelection.CfsSubsetEval;
import weka.classifiers.Classifier;
import weka.classifiers.CostMatrix;
import weka.classifiers.Evaluation;
import weka.classifiers.SingleClassifierEnhancer;
import weka.classifiers.functions.BackpropNetwork;
import weka.classifiers.meta.AdaBoostM1;
import weka.classifiers.meta.AttributeSelectedClassifier;
import weka.classifiers.meta.Bagging;
import weka.classifiers.meta.CVParameterSelection;
import weka.classifiers.meta.CostSensitiveClassifier;
import weka.classifiers.meta.FilteredClassifier;
import weka.classifiers.meta.MultiClassClassifier;
import weka.classifiers.meta.Stacking;
import weka.classifiers.rules.ZeroR;
import weka.core.Instances;
import weka.filters.supervised.attribute.Discretize;

/** The classifier inside Weka's other classifiers, and the ways of its command line. */
class MetaClassifiersTest {
  private static final String FAST = "-layers \"dense(8, tanh)\" -N 30 -optimizer adam(rate=0.02)";

  private static SingleClassifierEnhancer with(SingleClassifierEnhancer meta) {
    meta.setClassifier(TestData.network(FAST));
    return meta;
  }

  static Stream<Arguments> metas() throws Exception {
    AdaBoostM1 boosted = new AdaBoostM1();
    boosted.setNumIterations(3);
    Stacking stacked = new Stacking();
    stacked.setClassifiers(new Classifier[] {TestData.network(FAST), new ZeroR()});
    stacked.setMetaClassifier(TestData.network(FAST));
    stacked.setNumFolds(3);
    CVParameterSelection tuned = new CVParameterSelection();
    tuned.setNumFolds(3);
    tuned.addCVParameter("N 5 30 2");
    AttributeSelectedClassifier selected = new AttributeSelectedClassifier();
    selected.setEvaluator(new CfsSubsetEval());
    CostSensitiveClassifier costly = new CostSensitiveClassifier();
    costly.setCostMatrix(new CostMatrix(3));
    FilteredClassifier filtered = new FilteredClassifier();
    filtered.setFilter(new Discretize());
    Bagging bagged = new Bagging();
    bagged.setNumIterations(4);
    bagged.setNumExecutionSlots(2);
    return Stream.of(
            with(boosted),
            stacked,
            with(new MultiClassClassifier()),
            with(tuned),
            with(selected),
            with(costly),
            with(filtered),
            with(bagged))
        .map(c -> Arguments.of(c.getClass().getSimpleName(), c));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("metas")
  void learnsIris(String name, Classifier meta) throws Exception {
    Instances iris = TestData.iris();
    Evaluation e = new Evaluation(iris);
    e.crossValidateModel(meta, iris, 3, new Random(1));
    assertTrue(e.pctCorrect() > 90, name + "\n" + e.toSummaryString());
  }

  @Test
  void parametersAreReallyTried() throws Exception {
    CVParameterSelection tuned = new CVParameterSelection();
    tuned.setNumFolds(3);
    tuned.addCVParameter("N 1 40 2");
    tuned.setClassifier(TestData.network(FAST));
    tuned.buildClassifier(TestData.iris());
    assertTrue(String.join(" ", tuned.getBestClassifierOptions()).contains("-N 40"));
  }

  @Test
  void weightedRowsOfBoostingAreNotResampled() throws Exception {
    AdaBoostM1 boosted = new AdaBoostM1();
    boosted.setClassifier(TestData.network(FAST + " -N 2"));
    boosted.setNumIterations(2);
    boosted.buildClassifier(TestData.iris());
    assertTrue(boosted.toString().contains("150 for training"), boosted.toString());
  }

  /** A pool has shared out the cores already. */
  @Test
  void automaticThreadsAreOneInAPool() throws Exception {
    Instances iris = TestData.iris();
    int cores = Runtime.getRuntime().availableProcessors();
    assertEquals(cores, TestData.built("-N 1", iris).getMeasure("measureThreads"));
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      assertEquals(
          1, pool.submit(() -> TestData.built("-N 1", iris)).get().getMeasure("measureThreads"));
      assertEquals(
          3,
          pool.submit(() -> TestData.built("-N 1 -threads 3", iris))
              .get()
              .getMeasure("measureThreads"));
    } finally {
      pool.shutdown();
    }
    Bagging bagged = new Bagging();
    bagged.setClassifier(TestData.network("-N 1"));
    bagged.setNumIterations(3);
    bagged.setNumExecutionSlots(2);
    bagged.setPrintClassifiers(true);
    bagged.buildClassifier(iris);
    assertTrue(bagged.toString().contains(", 1 thread\n"), bagged.toString());
  }

  @Test
  void splitPercentageAndThresholdFile(@TempDir Path folder) throws Exception {
    Path arff = folder.resolve("iris.arff");
    Files.writeString(arff, TestData.iris().toString());
    Path curve = folder.resolve("curve.arff");
    String text =
        Evaluation.evaluateModel(
            new BackpropNetwork(),
            new String[] {
              "-t",
              arff.toString(),
              "-split-percentage",
              "70",
              "-threshold-file",
              curve.toString(),
              "-N",
              "20"
            });
    assertTrue(text.contains("Error on test split"), text);
    assertTrue(Files.readString(curve).contains("@attribute 'True Positive Rate'"));
  }
}
