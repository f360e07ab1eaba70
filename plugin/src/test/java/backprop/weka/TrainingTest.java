// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.model.Model;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instance;
import weka.core.Instances;

/** What training does with rows, weights and seeds. */
class TrainingTest {
  private static final String FULL_BATCH = "-layers \"dense(6, tanh)\" -batch 0 -N 30 -V 0 ";

  private static float[] parameters(BackpropNetwork network) {
    return network.model().orElseThrow().parameters();
  }

  private static void assertClose(float[] expected, float[] actual) {
    assertArrayEquals(expected, actual, 2e-4f);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void weightTwoEqualsTheRowTwice(boolean numericClass) throws Exception {
    Instances weighted = TestData.mixed(40, numericClass, 2);
    Instances twice = new Instances(weighted);
    for (int i = 0; i < 40; i += 3) {
      weighted.instance(i).setWeight(2);
      twice.add((Instance) twice.instance(i).copy());
    }
    Instances unweighted = TestData.mixed(40, numericClass, 2);
    String options = FULL_BATCH + "-optimizer sgd(rate=0.1)";
    float[] w = parameters(TestData.built(options, weighted));
    assertClose(parameters(TestData.built(options, twice)), w);
    float[] plain = parameters(TestData.built(options, unweighted));
    double difference = 0;
    for (int i = 0; i < w.length; i++) {
      difference = Math.max(difference, Math.abs(w[i] - plain[i]));
    }
    assertTrue(difference > 0.01, "weights made no difference: " + difference);
  }

  @Test
  void classWeightsMultiplyInstanceWeights() throws Exception {
    Instances data = TestData.mixed(40, false, 2);
    Instances weighted = TestData.mixed(40, false, 2);
    double[] factor = {3, 1, 0.5};
    for (int i = 0; i < 40; i++) {
      data.instance(i).setWeight(1 + i % 2);
      weighted.instance(i).setWeight((1 + i % 2) * factor[(int) weighted.instance(i).classValue()]);
    }
    String options = FULL_BATCH + "-optimizer sgd(rate=0.1)";
    double[] byOption =
        TestData.built(options + " -class-weights 3,1,0.5", data)
            .distributionForInstance(data.instance(0));
    double[] byWeight =
        TestData.built(options + " -class-weights 1,1,1", weighted)
            .distributionForInstance(data.instance(0));
    double[] plain = TestData.built(options, data).distributionForInstance(data.instance(0));
    assertTrue(Math.abs(byOption[0] - plain[0]) > 0.01);
    // The encoder sees instance weights only, so the inputs differ a little.
    assertArrayEquals(byWeight, byOption, 0.05);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p1000, 0x1p-1000, 0x1p100, 0x1p-60})
  void onlyTheRelationOfWeightsMatters(double factor) throws Exception {
    Instances data = TestData.mixed(40, false, 2);
    Instances scaled = TestData.mixed(40, false, 2);
    for (int i = 0; i < 40; i++) {
      data.instance(i).setWeight(1 + i % 2);
      scaled.instance(i).setWeight((1 + i % 2) * factor);
    }
    for (String classWeights : new String[] {"none", "balanced", "1,2,4"}) {
      String options = FULL_BATCH + "-class-weights " + classWeights;
      assertArrayEquals(
          parameters(TestData.built(options, data)), parameters(TestData.built(options, scaled)));
    }
    assertArrayEquals(
        parameters(TestData.built(FULL_BATCH + "-class-weights 0x1p0,0x1p1,0x1p2", data)),
        parameters(TestData.built(FULL_BATCH + "-class-weights 0x1p900,0x1p901,0x1p902", data)));
  }

  @Test
  void trainingRowsMayAllBeLighterThanAValidationRow() throws Exception {
    Instances data = TestData.mixed(60, false, 2);
    for (int i = 1; i < 60; i++) {
      data.instance(i).setWeight(1e-60);
    }
    for (int seed = 1; seed <= 6; seed++) {
      BackpropNetwork network = TestData.built("-V 40 -N 4 -S " + seed, data);
      for (double p : network.distributionForInstance(data.instance(3))) {
        assertTrue(p >= 0 && p <= 1, "probability " + p);
      }
    }
  }

  @Test
  void aConstantNumericClassIsPredictedExactly() throws Exception {
    Instances data = TestData.mixed(30, true, 2);
    for (Instance x : data) {
      x.setClassValue(1e-9);
    }
    BackpropNetwork network = TestData.built("", data);
    assertEquals(1e-9, network.classifyInstance(data.instance(0)), 1e-22);
    assertTrue(network.toString().contains("only one value"), network.toString());
  }

  @Test
  void rowsWithoutClassOrWeightAreNotSeen() throws Exception {
    Instances clean = TestData.mixed(30, false, 4);
    Instances dirty = new Instances(clean, 0);
    for (int i = 0; i < 30; i++) {
      dirty.add(clean.instance(i));
      Instance other = (Instance) clean.instance((i + 7) % 30).copy();
      other.setValue(0, 1e6);
      dirty.add(other);
      if (i % 2 == 0) {
        dirty.instance(dirty.numInstances() - 1).setClassMissing();
      } else {
        dirty.instance(dirty.numInstances() - 1).setWeight(0);
      }
    }
    assertArrayEquals(
        parameters(TestData.built(FULL_BATCH, clean)),
        parameters(TestData.built(FULL_BATCH, dirty)));
  }

  @Test
  void seedAndDataDecideThreadsDoNot() throws Exception {
    Instances data = TestData.mixed(120, false, 5);
    String options =
        "-layers \"dense(70, relu), dropout(0.2), dense(33, gelu)\" -N 4 -batch 24 -V 20 ";
    BackpropNetwork one = TestData.built(options + "-threads 1", data);
    BackpropNetwork two = TestData.built(options + "-threads 2", data);
    BackpropNetwork again = TestData.built(options + "-threads 2", data);
    BackpropNetwork other = TestData.built(options + "-threads 2 -S 9", data);
    assertArrayEquals(parameters(one), parameters(two));
    assertArrayEquals(parameters(two), parameters(again));
    assertFalse(Arrays.equals(parameters(two), parameters(other)));
    for (Instance x : data) {
      assertArrayEquals(one.distributionForInstance(x), two.distributionForInstance(x));
    }
  }

  @Test
  void validationRowsDecideTheEpochAndNothingElse() throws Exception {
    Instances data = TestData.mixed(100, false, 6);
    BackpropNetwork network = TestData.built("-V 20 -E 4 -N 200 -batch 16", data);
    Model model = network.model().orElseThrow();
    assertEquals(80, model.how().rows());
    assertEquals(20, model.how().validationRows());
    double best = model.how().history().get(model.how().bestEpoch() - 1).validationLoss();
    assertTrue(model.how().history().stream().allMatch(e -> e.validationLoss() >= best));
    assertEquals(best, network.getMeasure("measureBestValidationLoss"));
    assertEquals(model.how().history().size(), network.getMeasure("measureEpochs"));
    assertEquals(model.how().bestEpoch(), network.getMeasure("measureBestEpoch"));
    assertEquals(model.parameters().length, network.getMeasure("measureParameters"));
    assertTrue(network.getMeasure("measureTrainingSeconds") > 0);
    if (model.how().history().size() < 200) {
      assertEquals(model.how().bestEpoch() + 4, model.how().history().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cross-entropy",
        "cross-entropy(0.1)",
        "binary-cross-entropy",
        "mean-squared-error",
        "huber",
        "mean-absolute-error"
      })
  void everyLossLearnsNominalClasses(String loss) throws Exception {
    Instances iris = TestData.iris();
    Instances twoClasses = new Instances(iris, 0, 100);
    for (Instances data : new Instances[] {iris, twoClasses}) {
      BackpropNetwork network =
          TestData.built("-loss " + loss + " -N 60 -optimizer adam(rate=0.01) -V 0", data);
      int right = 0;
      for (Instance x : data) {
        double[] p = network.distributionForInstance(x);
        assertEquals(1, Arrays.stream(p).sum(), 1e-5);
        right += network.classifyInstance(x) == x.classValue() ? 1 : 0;
      }
      assertTrue(right > 0.93 * data.numInstances(), right + " of " + data.numInstances());
    }
  }

  @Test
  void numericClassIsLearnedInItsOwnUnits() throws Exception {
    Instances data = TestData.mixed(200, true, 7);
    for (Instance x : data) {
      x.setClassValue(1e6 + 1e4 * x.classValue());
    }
    BackpropNetwork network = TestData.built("", data);
    double error = 0;
    double spread = 0;
    double mean = data.meanOrMode(data.classIndex());
    for (Instance x : data) {
      error += Math.pow(network.classifyInstance(x) - x.classValue(), 2);
      spread += Math.pow(mean - x.classValue(), 2);
    }
    assertTrue(error < 0.1 * spread, error + " of " + spread);
  }

  @Test
  void onlyTheClassIsZeroR() throws Exception {
    Instances data = TestData.arff("@relation r", "@attribute y {a,b}", "@data", "a", "b", "b");
    BackpropNetwork network = TestData.built("", data);
    assertEquals(1, network.classifyInstance(data.instance(0)));
    assertTrue(network.toString().startsWith("ZeroR instead of a network"), network.toString());
    assertTrue(network.toString().contains("no attribute but the class"), network.toString());
    assertTrue(network.model().isEmpty());
    assertEquals(0, network.getMeasure("measureEpochs"));
  }

  @Test
  void nothingThatVariesIsZeroR() throws Exception {
    Instances data =
        TestData.arff(
            "@relation r", "@attribute x numeric", "@attribute y numeric", "@data", "3,1", "3,5");
    BackpropNetwork network = TestData.built("", data);
    assertEquals(3, network.classifyInstance(data.instance(0)));
    assertTrue(network.toString().contains("no attribute varies"), network.toString());
  }

  @Test
  void classWithOneValue() throws Exception {
    Instances data =
        TestData.arff(
            "@relation r", "@attribute x numeric", "@attribute y {a}", "@data", "3,a", "4,a");
    BackpropNetwork network = TestData.built("", data);
    assertArrayEquals(new double[] {1}, network.distributionForInstance(data.instance(0)));
    assertTrue(network.toString().contains("the class has only one value"), network.toString());
  }

  @Test
  void moreClassesThanRows() throws Exception {
    Instances data =
        TestData.arff(
            "@relation r",
            "@attribute x numeric",
            "@attribute y {a,b,c,d,e}",
            "@data",
            "-1,b",
            "1,e");
    for (String options : new String[] {"", "-V 50", "-class-weights balanced"}) {
      BackpropNetwork network =
          TestData.built(options + " -N 100 -optimizer adam(rate=0.05)", data);
      double[] p = network.distributionForInstance(data.instance(1));
      assertEquals(5, p.length);
      assertEquals(1, Arrays.stream(p).sum(), 1e-5);
    }
  }

  @Test
  void interruptStopsTrainingAndLeavesNoThread() throws Exception {
    Instances data = TestData.mixed(400, false, 8);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    BackpropNetwork network =
        TestData.network("-N 1000000 -V 0 -E 0 -threads 2 -layers \"dense(300, relu)\"");
    Thread worker =
        new Thread(
            () -> {
              try {
                network.buildClassifier(data);
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    Thread[] before = Thread.getAllStackTraces().keySet().toArray(new Thread[0]);
    worker.start();
    Thread.sleep(300);
    worker.interrupt();
    worker.join(20_000);
    assertFalse(worker.isAlive(), "training goes on");
    assertInstanceOf(InterruptedException.class, thrown.get());
    assertTrue(thrown.get().getMessage().contains("interrupted"), thrown.get().getMessage());
    assertEquals("No model has been built yet.", network.toString());
    for (int i = 0; i < 100 && left(before).length > 0; i++) {
      Thread.sleep(50);
    }
    assertEquals("[]", Arrays.toString(left(before)));
  }

  private static String[] left(Thread[] before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> !Arrays.asList(before).contains(t) && t.isAlive())
        .filter(
            t ->
                Arrays.stream(t.getStackTrace())
                    .anyMatch(f -> f.getClassName().startsWith("backprop.engine")))
        .map(Thread::getName)
        .toArray(String[]::new);
  }

  @Test
  void trainingDataIsOnlyRead() throws Exception {
    Instances data = TestData.mixed(50, false, 9);
    String before = data.toString();
    TestData.built("-V 20 -N 3", data);
    assertEquals(before, data.toString());
  }

  @Test
  void mlpListGivesTheLayers() throws Exception {
    BackpropNetwork network = TestData.built("-H a,2 -N 1", TestData.iris());
    // 4 inputs, 3 classes: (4 + 3) / 2 = 3 units, then 2, then 3 outputs
    assertEquals(4 * 3 + 3 + 3 * 2 + 2 + 2 * 3 + 3, network.getMeasure("measureParameters"));
    network = TestData.built("-layers none -N 1", TestData.iris());
    assertEquals(4 * 3 + 3, network.getMeasure("measureParameters"));
    network = TestData.built("-H 0 -N 1", TestData.iris());
    assertEquals(4 * 3 + 3, network.getMeasure("measureParameters"));
  }
}
