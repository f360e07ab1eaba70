// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.text.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instance;
import weka.core.Instances;

/** Every loss of the catalogue by the option -loss: it learns, or is refused in a sentence. */
class LossesTest {
  private static final String OPTIONS =
      " -layers \"dense(16, tanh)\" -optimizer adam(rate=cosine(0.03)) -V 0 -N 80";

  private static final List<String> NOMINAL_ONLY =
      List.of(
          "cross-entropy",
          "binary-cross-entropy",
          "focal",
          "hinge",
          "squared-hinge",
          "ordinal",
          "kl-divergence",
          "multi-label",
          "cosine");

  private static final List<String> NUMERIC_ONLY =
      List.of(
          "gaussian-nll",
          "mixture-density",
          "poisson",
          "mean-squared-logarithmic-error",
          "mean-absolute-percentage-error");

  private static final List<String> BOTH =
      List.of("mean-squared-error", "mean-absolute-error", "huber", "log-cosh", "quantile");

  static Stream<String> forNominal() {
    return Stream.of(
            NOMINAL_ONLY,
            BOTH,
            List.of(
                "hinge(zero)",
                "squared-hinge(zero)",
                "binary-cross-entropy(0.1)",
                "cross-entropy(0.1)",
                "focal(0.5)"))
        .flatMap(List::stream);
  }

  static Stream<String> forNumeric() {
    return Stream.of(
            NUMERIC_ONLY, BOTH, List.of("quantile(0.5,others=[0.1,0.9])", "mixture-density(1)"))
        .flatMap(List::stream);
  }

  static Stream<String> nominalOnly() {
    return NOMINAL_ONLY.stream();
  }

  static Stream<String> numericOnly() {
    return Stream.concat(NUMERIC_ONLY.stream(), Stream.of("quantile(0.5,others=[0.9])"));
  }

  private static String refusal(String loss, Instances data) {
    return assertThrows(IllegalArgumentException.class, () -> TestData.built("-loss " + loss, data))
        .getMessage();
  }

  @Test
  void everyLossOfTheCatalogueIsTried() {
    TreeSet<String> all = new TreeSet<>();
    Catalogs.texts().catalog(Loss.class).entries().stream().map(Entry::name).forEach(all::add);
    TreeSet<String> tried = new TreeSet<>(NOMINAL_ONLY);
    tried.addAll(NUMERIC_ONLY);
    tried.addAll(BOTH);
    tried.addAll(List.of("f-measure", "members"));
    assertEquals(all, tried);
  }

  /** Of iris, with three classes and with the two that are hard to tell apart. */
  @ParameterizedTest
  @MethodSource("forNominal")
  void learnsNominalClasses(String loss) throws Exception {
    Instances iris = TestData.iris();
    Instances two = twoClasses(iris);
    for (Instances data : new Instances[] {iris, two}) {
      // its way leads over an answer of yes to all classes, from where it takes long
      String options =
          loss.equals("f-measure")
              ? OPTIONS.replace("cosine(0.03)", "0.01").replace("80", "400")
              : OPTIONS;
      BackpropNetwork network = TestData.built("-loss " + loss + OPTIONS, data);
      double[][] together = network.distributionsForInstances(data);
      int right = 0;
      for (int i = 0; i < data.numInstances(); i++) {
        Instance x = data.instance(i);
        double[] p = network.distributionForInstance(x);
        assertEquals(data.numClasses(), p.length);
        assertEquals(1, Arrays.stream(p).sum(), 1e-5);
        assertTrue(Arrays.stream(p).allMatch(v -> v >= 0 && v <= 1 + 1e-6), Arrays.toString(p));
        assertEquals(p[0], together[i][0], 1e-6);
        right += network.classifyInstance(x) == x.classValue() ? 1 : 0;
      }
      assertTrue(right > 0.94 * data.numInstances(), right + " of " + data.numInstances());
    }
  }

  private static Instances twoClasses(Instances iris) {
    StringBuilder rows = new StringBuilder();
    for (int i = 50; i < 150; i++) {
      rows.append(iris.instance(i)).append('\n');
    }
    return TestData.arff(
        "@relation two",
        "@attribute a numeric",
        "@attribute b numeric",
        "@attribute c numeric",
        "@attribute d numeric",
        "@attribute class {Iris-versicolor,Iris-virginica}",
        "@data",
        rows.toString());
  }

  /**
   * Of cpu, where the class, relative performance, is above 0 and spans two orders of magnitude.
   */
  @ParameterizedTest
  @MethodSource("forNumeric")
  void learnsNumericClasses(String loss) throws Exception {
    Instances cpu = TestData.cpu();
    BackpropNetwork network = TestData.built("-loss " + loss + OPTIONS, cpu);
    Evaluation evaluation = new Evaluation(cpu);
    evaluation.evaluateModel(network, cpu);
    // likelihoods and percentages do not care much about the few fastest computers
    assertTrue(evaluation.correlationCoefficient() > 0.75, evaluation.toSummaryString());
    assertTrue(evaluation.relativeAbsoluteError() < 50, evaluation.toSummaryString());
    assertEquals(
        network.classifyInstance(cpu.instance(3)),
        network.distributionsForInstances(cpu)[3][0],
        1e-3);
    BackpropNetwork copy = (BackpropNetwork) AbstractClassifier.makeCopy(network);
    assertEquals(network.classifyInstance(cpu.instance(5)), copy.classifyInstance(cpu.instance(5)));
  }

  @ParameterizedTest
  @MethodSource("nominalOnly")
  void isRefusedForANumericClass(String loss) {
    String message = refusal(loss, TestData.cpu());
    assertTrue(
        message.startsWith(
            "option -loss is '" + loss + "', which needs a nominal class, but 'class' is numeric"),
        message);
    assertTrue(message.contains("mean-squared-error") && !message.contains("focal,"), message);
  }

  @ParameterizedTest
  @MethodSource("numericOnly")
  void isRefusedForANominalClass(String loss) {
    String message = refusal(loss, TestData.iris());
    assertTrue(message.startsWith("option -loss is '"), message);
    assertTrue(message.contains("', which needs a numeric class, but 'class' is nominal"), message);
    assertTrue(message.contains("cross-entropy") && !message.contains("poisson,"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"poisson", "mean-squared-logarithmic-error"})
  void valuesBelowZeroAreRefused(String loss) {
    Instances data = TestData.mixed(20, true, 1);
    data.instance(6).setClassValue(-2.5);
    for (int i = 0; i < 6; i++) {
      data.instance(i).setClassValue(1);
    }
    String message = refusal(loss, data);
    assertTrue(
        message.startsWith("option -loss is '" + loss + "', which needs class values from 0"),
        message);
    assertTrue(message.contains("'y' is -2.5 in row 7"), message);
  }

  /** With one label for each row its best answer where two are likely is both. */
  @Test
  void theFMeasureWantsSeveralLabels() {
    String nominal = refusal("f-measure", TestData.iris());
    assertTrue(
        nominal.startsWith(
            "option -loss is 'f-measure', which needs several labels in each row, but 'class' is"
                + " nominal: for such a class there are cross-entropy, "),
        nominal);
    String numeric = refusal("f-measure", TestData.cpu());
    assertTrue(
        numeric.contains("but 'class' is numeric: for such a class there are mean-squ"), numeric);
  }

  @Test
  void noPercentageOfZero() {
    Instances data = TestData.mixed(20, true, 1);
    data.instance(2).setClassValue(0);
    String message = refusal("mean-absolute-percentage-error", data);
    assertTrue(
        message.contains("needs class values other than 0, but 'y' is 0.0 in row 3"), message);
  }

  @Test
  void asManyWeightsAsClasses() throws Exception {
    assertEquals(
        "option -loss: the loss cross-entropy has 2 weights, but there are 3 classes: give one"
            + " weight for each class",
        refusal("cross-entropy(weights=[1,2])", TestData.iris()));
    Instances two = twoClasses(TestData.iris());
    int[] second = new int[2];
    for (int i = 0; i < 2; i++) {
      String weights = i == 0 ? "[1,1]" : "[1,30]";
      BackpropNetwork network =
          TestData.built("-loss cross-entropy(weights=" + weights + ")" + OPTIONS, two);
      for (Instance x : two) {
        second[i] += network.classifyInstance(x) == 1 ? 1 : 0;
      }
    }
    assertTrue(second[1] > second[0], second[1] + " rows are of the heavier class");
  }

  /** The 90% quantile lies above nine rows of ten. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void quantilesCover(double level) throws Exception {
    Instances data = TestData.mixed(400, true, 3);
    Random noise = new Random(4);
    data.forEach(x -> x.setClassValue(x.classValue() + 3 * noise.nextGaussian()));
    BackpropNetwork network =
        TestData.built(
            "-loss quantile("
                + level
                + ") -layers none -optimizer adam(rate=cosine(0.03)) -V 0 -N 80",
            data);
    int below = 0;
    for (Instance x : data) {
      below += x.classValue() <= network.classifyInstance(x) ? 1 : 0;
    }
    assertEquals(level, below / 400.0, 0.04);
  }

  /** The same counts a thousand times as large give predictions a thousand times as large. */
  @ParameterizedTest
  @ValueSource(strings = {"poisson", "mean-absolute-percentage-error", "gaussian-nll"})
  void unitsDoNotMatter(String loss) throws Exception {
    Instances cpu = TestData.cpu();
    Instances large = new Instances(cpu);
    large.forEach(x -> x.setClassValue(1024 * x.classValue()));
    BackpropNetwork one = TestData.built("-loss " + loss + OPTIONS, cpu);
    BackpropNetwork other = TestData.built("-loss " + loss + OPTIONS, large);
    for (int i = 0; i < 20; i++) {
      double y = one.classifyInstance(cpu.instance(i));
      assertEquals(y, other.classifyInstance(large.instance(i)) / 1024, 1e-3 * Math.abs(y));
    }
  }
}
