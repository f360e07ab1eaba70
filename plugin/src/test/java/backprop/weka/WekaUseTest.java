// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.classifiers.meta.Bagging;
import weka.classifiers.meta.FilteredClassifier;
import weka.core.Capabilities.Capability;
import weka.core.Instances;
import weka.core.Option;
import weka.filters.unsupervised.attribute.PrincipalComponents;

/** The classifier inside the rest of Weka. */
class WekaUseTest {
  private static final String FAST = "-N 25 -optimizer adam(rate=0.02) -layers \"dense(10, relu)\"";

  @Test
  void crossValidation() throws Exception {
    Instances iris = TestData.iris();
    Evaluation one = new Evaluation(iris);
    one.crossValidateModel(TestData.network(FAST), iris, 5, new Random(1));
    assertTrue(one.pctCorrect() > 92, one.toSummaryString());
    Evaluation again = new Evaluation(iris);
    again.crossValidateModel(TestData.network(FAST), iris, 5, new Random(1));
    assertEquals(one.rootMeanSquaredError(), again.rootMeanSquaredError());
  }

  @Test
  void defaultsLearnIris() throws Exception {
    Instances iris = TestData.iris();
    Evaluation e = new Evaluation(iris);
    e.crossValidateModel(new BackpropNetwork(), iris, 10, new Random(1));
    assertTrue(e.pctCorrect() > 93, e.toSummaryString());
  }

  @Test
  void baggingWithSlots() throws Exception {
    Instances iris = TestData.iris();
    double[] correct = new double[2];
    for (int slots = 1; slots <= 2; slots++) {
      Bagging bagging = new Bagging();
      bagging.setClassifier(TestData.network(FAST));
      bagging.setNumIterations(4);
      bagging.setNumExecutionSlots(slots);
      bagging.setRepresentCopiesUsingWeights(true);
      bagging.buildClassifier(iris);
      Evaluation e = new Evaluation(iris);
      e.evaluateModel(bagging, iris);
      correct[slots - 1] = e.rootMeanSquaredError();
      assertTrue(e.pctCorrect() > 92, e.toSummaryString());
    }
    assertEquals(correct[0], correct[1]);
  }

  @Test
  void behindAFilter() throws Exception {
    Instances iris = TestData.iris();
    FilteredClassifier filtered = new FilteredClassifier();
    filtered.setFilter(new PrincipalComponents());
    filtered.setClassifier(TestData.network(FAST));
    Evaluation e = new Evaluation(iris);
    e.crossValidateModel(filtered, iris, 4, new Random(1));
    assertTrue(e.pctCorrect() > 85, e.toSummaryString());
  }

  @Test
  void commandLineWithSavedModel(@TempDir Path folder) throws Exception {
    Path arff = folder.resolve("iris.arff");
    Files.writeString(arff, TestData.iris().toString());
    Path model = folder.resolve("iris.model");
    String trained =
        Evaluation.evaluateModel(
            new BackpropNetwork(),
            new String[] {
              "-t",
              arff.toString(),
              "-x",
              "3",
              "-d",
              model.toString(),
              "-N",
              "20",
              "-layers",
              "dense(8, relu), dropout(0.1)",
              "-V",
              "10",
              "-S",
              "2"
            });
    assertTrue(trained.contains("Stratified cross-validation"), trained);
    assertTrue(trained.contains("0-dense"), trained);
    String tested =
        Evaluation.evaluateModel(
            new BackpropNetwork(), new String[] {"-T", arff.toString(), "-l", model.toString()});
    assertTrue(tested.contains("Correctly Classified Instances"), tested);
  }

  @Test
  void summaryTellsHowTheModelWasMade() throws Exception {
    String text =
        TestData.built(
                "-layers \"dense(8, relu), dropout(0.1)\" -N 12 -V 20 -S 7 -threads 1"
                    + " -backend java -optimizer adam(rate=0.01) -E 0",
                TestData.iris())
            .toString();
    for (String part :
        List.of(
            "0-dense",
            "1-dropout",
            "2-dense",
            "cross-entropy",
            "adam(rate=0.01)",
            "120 for training, 30 for validation",
            "12 of 12 (all epochs done), weights of epoch",
            "Seed       7",
            "java, 1 thread\n",
            " s\n",
            "12 epochs",
            "v validation")) {
      assertTrue(text.contains(part), part + " is not in\n" + text);
    }
    // 4 inputs to 8 units, 8 units to 3 classes
    assertTrue(text.contains(String.valueOf(4 * 8 + 8)), text);
    assertTrue(text.contains(String.valueOf(4 * 8 + 8 + 8 * 3 + 3)), text);
  }

  @Test
  void debugTellsEveryEpoch() throws Exception {
    Logger logger = Logger.getLogger(BackpropClassifier.class.getName());
    List<String> told = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            told.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      TestData.built("-N 3 -V 0", TestData.iris());
      assertEquals(List.of(), told);
      TestData.built("-N 3 -V 0 -output-debug-info", TestData.iris());
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    assertEquals(3, told.size());
    assertTrue(told.get(2).contains("epoch=3"), told.get(2));
  }

  @Test
  void capabilitiesAreExact() {
    var c = new BackpropNetwork().getCapabilities();
    for (Capability yes :
        List.of(
            Capability.NOMINAL_ATTRIBUTES,
            Capability.BINARY_ATTRIBUTES,
            Capability.NUMERIC_ATTRIBUTES,
            Capability.DATE_ATTRIBUTES,
            Capability.MISSING_VALUES,
            Capability.NOMINAL_CLASS,
            Capability.BINARY_CLASS,
            Capability.UNARY_CLASS,
            Capability.NUMERIC_CLASS,
            Capability.DATE_CLASS,
            Capability.MISSING_CLASS_VALUES)) {
      assertTrue(c.handles(yes), yes.toString());
    }
    for (Capability no :
        List.of(
            Capability.STRING_ATTRIBUTES,
            Capability.RELATIONAL_ATTRIBUTES,
            Capability.STRING_CLASS,
            Capability.RELATIONAL_CLASS,
            Capability.NO_CLASS,
            Capability.ONLY_MULTIINSTANCE)) {
      assertFalse(c.handles(no), no.toString());
    }
  }

  @Test
  void helpListsEveryOptionInOrder() {
    List<String> names =
        Collections.list(new BackpropNetwork().listOptions()).stream().map(Option::name).toList();
    assertEquals(
        List.of(
            "preset",
            "effort",
            "layers",
            "H",
            "loss",
            "optimizer",
            "regularizer",
            "N",
            "batch",
            "V",
            "E",
            "metric",
            "min-gain",
            "time-limit",
            "accumulate",
            "mixup",
            "augment",
            "class-weights",
            "nominal",
            "numeric",
            "threads",
            "memory",
            "backend",
            "precision",
            "keep-stopped"),
        names.stream().filter(n -> !List.of("S", "resume").contains(n)).limit(25).toList());
    assertTrue(names.containsAll(List.of("S", "resume")));
  }

  @Test
  void optionsComeBack() throws Exception {
    BackpropNetwork network =
        TestData.network(
            "-layers \"dense(64, relu), dropout(0.2)\" -optimizer \"sgd(rate=0.1, momentum=0.9)\""
                + " -N 5 -S 42 -output-debug-info -batch-size 7");
    BackpropNetwork copy = new BackpropNetwork();
    copy.setOptions(network.getOptions());
    assertEquals(List.of(network.getOptions()), List.of(copy.getOptions()));
    assertEquals("dense(64, relu), dropout(0.2)", copy.getLayers());
    assertEquals(42, copy.getSeed());
    assertEquals("7", copy.getBatchSize());
    assertTrue(copy.getDebug());
    network.setOptions(new String[0]);
    assertEquals("auto", network.getLayers());
    assertEquals(-1, network.getEpochs());
    assertEquals(1, network.getSeed());
  }
}
