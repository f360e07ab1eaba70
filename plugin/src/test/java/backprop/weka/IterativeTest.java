// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.classifiers.meta.IterativeClassifierOptimizer;
import weka.core.Instances;
import weka.core.SerializedObject;

/** Training epoch by epoch, as Weka's IterativeClassifier wants it. */
class IterativeTest {
  private static final String OPTIONS = "-layers \"dense(8, tanh)\" -threads 1 -N 12";

  private static int train(BackpropNetwork network, Instances data) throws Exception {
    network.initializeClassifier(data);
    int epochs = 0;
    while (network.next()) {
      epochs++;
    }
    network.done();
    return epochs;
  }

  private static double[][] predicted(BackpropNetwork network, Instances data) throws Exception {
    return network.distributionsForInstances(data);
  }

  private static BackpropNetwork saved(BackpropNetwork network) {
    try {
      return (BackpropNetwork) new SerializedObject(network).getObject();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " -V 20", " -optimizer ema(0.9,adam(0.01))", " -optimizer lbfgs"})
  void epochByEpochIsTheSameAsAllAtOnce(String more) throws Exception {
    Instances iris = TestData.iris();
    BackpropNetwork atOnce = TestData.built(OPTIONS + more, iris);
    BackpropNetwork stepwise = TestData.network(OPTIONS + more);
    assertEquals(12, train(stepwise, iris));
    assertArrayEquals(predicted(atOnce, iris), predicted(stepwise, iris));
    assertEquals(atOnce.getMeasure("measureBestEpoch"), stepwise.getMeasure("measureBestEpoch"));
    assertFalse(stepwise.next(), "all is done");
  }

  @Test
  void predictsBeforeTheFirstEpochAndAfterEach() throws Exception {
    Instances iris = TestData.iris();
    BackpropNetwork network = TestData.network(OPTIONS);
    assertThrows(IllegalStateException.class, network::next);
    network.initializeClassifier(iris);
    double[][] before = predicted(network, iris);
    for (double[] d : before) {
      assertEquals(1, d[0] + d[1] + d[2], 1e-6);
    }
    double loss = Double.POSITIVE_INFINITY;
    for (int e = 1; e <= 6; e++) {
      assertTrue(network.next());
      assertEquals(e, network.getMeasure("measureEpochs"));
      Evaluation now = new Evaluation(iris);
      now.evaluateModel(network, iris);
      assertTrue(now.rootMeanSquaredError() < loss + 0.01, "epoch " + e);
      loss = now.rootMeanSquaredError();
    }
    assertNotEquals(before[0][0], predicted(network, iris)[0][0]);
    assertTrue(network.toString().contains("training is under way"), network.toString());
    BackpropNetwork copy = saved(network);
    assertArrayEquals(predicted(network, iris), predicted(copy, iris), "a copy of the moment");
    network.done();
    assertTrue(network.toString().contains("6 of 12"), network.toString());
    assertEquals(4, network.getMeasure("measureStopReason"));
  }

  @Test
  void goesOnWithTheOptimizersStateFromASavedModel() throws Exception {
    Instances iris = TestData.iris();
    String adam = "-layers \"dense(8, tanh)\" -threads 1 -optimizer adam(rate=0.01)";
    BackpropNetwork whole = TestData.built(adam + " -N 20", iris);
    BackpropNetwork half = TestData.built(adam + " -N 10 -resume", iris);
    BackpropNetwork loaded = saved(half);
    assertEquals(10, train(loaded, iris), "as many epochs again");
    assertEquals(20, loaded.getMeasure("measureEpochs"));
    assertArrayEquals(predicted(whole, iris), predicted(loaded, iris));

    BackpropNetwork without = saved(TestData.built(adam + " -N 10", iris));
    train(without, iris);
    assertEquals(10, without.getMeasure("measureEpochs"), "without -resume it begins anew");
  }

  @Test
  void anInterruptedPlanGoesOnToItsEnd() throws Exception {
    Instances iris = TestData.iris();
    BackpropNetwork whole = TestData.built(OPTIONS, iris);
    BackpropNetwork part = TestData.network(OPTIONS + " -resume");
    part.initializeClassifier(iris);
    for (int e = 0; e < 5; e++) {
      part.next();
    }
    part.done();
    BackpropNetwork rest = saved(part);
    assertEquals(7, train(rest, iris), "the rest of 12");
    assertArrayEquals(predicted(whole, iris), predicted(rest, iris));
  }

  @Test
  void anotherOptimizerCannotTakeTheStateOver() throws Exception {
    Instances iris = TestData.iris();
    BackpropNetwork network = TestData.built(OPTIONS + " -resume", iris);
    network.setOptimizer("sgd(0.1)");
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> network.initializeClassifier(iris));
    assertTrue(e.getMessage().contains("another network or optimizer"), e.getMessage());
  }

  @Test
  void worksUnderIterativeClassifierOptimizer() throws Exception {
    Instances iris = TestData.iris();
    IterativeClassifierOptimizer optimizer = new IterativeClassifierOptimizer();
    optimizer.setIterativeClassifier(
        TestData.network(OPTIONS + " -N 40 -optimizer adam(rate=0.05)"));
    optimizer.setNumFolds(3);
    optimizer.setPoolSize(2);
    optimizer.setNumThreads(2);
    optimizer.setLookAheadIterations(10);
    optimizer.buildClassifier(iris);
    Evaluation e = new Evaluation(iris);
    e.evaluateModel(optimizer, iris);
    assertTrue(e.pctCorrect() > 90, e.toSummaryString());
    AbstractClassifier.makeCopy(optimizer);
  }

  @Test
  void commandLineContinuesASavedModel(@TempDir Path folder) throws Exception {
    Path arff = folder.resolve("iris.arff");
    Files.writeString(arff, TestData.iris().toString());
    String model = folder.resolve("a.model").toString();
    String more = folder.resolve("b.model").toString();
    Evaluation.evaluateModel(
        new BackpropNetwork(),
        new String[] {"-t", arff.toString(), "-no-cv", "-d", model, "-N", "5", "-resume"});
    String text =
        Evaluation.evaluateModel(
            new BackpropNetwork(),
            new String[] {
              "-t",
              arff.toString(),
              "-T",
              arff.toString(),
              "-l",
              model,
              "-d",
              more,
              "-N",
              "5",
              "-continue-iterating"
            });
    assertTrue(text.contains("10 of 10"), text);
  }
}
