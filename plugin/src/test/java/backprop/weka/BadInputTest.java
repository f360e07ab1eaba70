// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instance;
import weka.core.Instances;

/** What the classifier refuses, and in which words. */
class BadInputTest {
  private static String refusal(String options, Instances data) {
    Exception e = assertThrows(Exception.class, () -> TestData.built(options, data));
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    return e.getMessage();
  }

  private static Instances two(String attribute, String... rows) {
    String[] lines = new String[rows.length + 4];
    lines[0] = "@relation r";
    lines[1] = "@attribute x " + attribute;
    lines[2] = "@attribute y {a,b}";
    lines[3] = "@data";
    System.arraycopy(rows, 0, lines, 4, rows.length);
    return TestData.arff(lines);
  }

  @Test
  void stringAttribute() {
    assertEquals(
        "weka.classifiers.functions.BackpropNetwork: Cannot handle string attributes!",
        refusal("", two("string", "q,a", "r,b")));
  }

  @Test
  void classMissingEverywhere() {
    assertEquals(
        "weka.classifiers.functions.BackpropNetwork: Not enough training instances with class"
            + " labels (required: 1, provided: 0)!",
        refusal("", two("numeric", "1,?", "2,?")));
  }

  @Test
  void infiniteInput() {
    Instances data = two("numeric", "1,a", "2,b", "3,a");
    data.instance(2).setValue(0, Double.POSITIVE_INFINITY);
    assertEquals(
        "attribute 'x' is Infinity in row 3: allowed are finite numbers and missing values",
        refusal("", data));
  }

  @Test
  void aPrecisionThatABackendDoesNotHave() {
    assertEquals(
        "option -precision is 'tf32': backend 'java' has no such products; choose -backend opencl"
            + " with an NVIDIA device, or -precision float",
        refusal("-N 1 -backend java -precision tf32", TestData.iris()));
  }

  @Test
  void infiniteInputInAValidationRow() {
    for (int bad = 0; bad < 20; bad++) {
      Instances data = new Instances(TestData.iris());
      data.instance(bad).setValue(1, Double.NEGATIVE_INFINITY);
      assertEquals(
          "attribute '"
              + data.attribute(1).name()
              + "' is -Infinity in row "
              + (bad + 1)
              + ": allowed are finite numbers and missing values",
          refusal("-V 50 -N 1", data));
    }
  }

  @Test
  void infiniteClass() {
    Instances data = TestData.mixed(10, true, 1);
    data.instance(4).setClassValue(Double.NEGATIVE_INFINITY);
    assertEquals(
        "the class 'y' is -Infinity in row 5: allowed are finite numbers and missing values",
        refusal("", data));
  }

  @Test
  void infiniteInputWhenPredicting() throws Exception {
    Instances data = TestData.iris();
    BackpropNetwork network = TestData.built("-N 1", data);
    Instance x = (Instance) data.instance(0).copy();
    x.setDataset(data);
    x.setValue(2, Double.POSITIVE_INFINITY);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> network.distributionForInstance(x));
    assertEquals(
        "attribute '"
            + data.attribute(2).name()
            + "' is Infinity in the row to predict: allowed are finite numbers and missing values",
        e.getMessage());
  }

  @Test
  void negativeWeight() {
    Instances data = TestData.iris();
    data.instance(7).setWeight(-1);
    assertEquals("row 8 has weight -1.0: allowed are numbers from 0", refusal("", data));
  }

  @Test
  void noWeightAnywhere() {
    Instances data = two("numeric", "1,a", "2,b");
    data.forEach(x -> x.setWeight(0));
    assertEquals("no training row has both a class 'y' and a weight above 0", refusal("", data));
  }

  @Test
  void classWeightsForANumericClass() {
    assertEquals(
        "option -class-weights is 'balanced', but the class 'y' is numeric: leave the option out",
        refusal("-class-weights balanced", TestData.mixed(10, true, 1)));
  }

  @Test
  void wrongNumberOfClassWeights() {
    String message = refusal("-class-weights 1,2", TestData.iris());
    assertTrue(message.startsWith("option -class-weights is '1,2', allowed are"), message);
    assertTrue(message.contains("3 numbers"), message);
  }

  @Test
  void lossThatDoesNotFitTheClass() {
    for (String loss : new String[] {"cross-entropy", "binary-cross-entropy"}) {
      String message = refusal("-loss " + loss, TestData.mixed(10, true, 1));
      assertTrue(
          message.startsWith(
              "option -loss is '" + loss + "', which needs a nominal class, but 'y' is numeric"),
          message);
    }
  }

  @Test
  void divergence() {
    String message =
        refusal(
            "-optimizer sgd(rate=1e30) -N 20 -layers \"dense(8, relu)\"",
            TestData.mixed(60, true, 1));
    assertTrue(message.startsWith("option -optimizer: training diverged"), message);
  }

  @Test
  void recoveredDivergenceIsInTheSummary() throws Exception {
    BackpropNetwork network =
        TestData.built(
            "-optimizer sgd(rate=2) -N 60 -layers none -batch 0 -V 0", TestData.mixed(60, true, 1));
    String text = network.toString();
    assertTrue(text.contains("lowered the learning rate from 2.00 to 0.200"), text);
    var history = network.model().orElseThrow().how().history();
    assertEquals(60, history.size());
    assertTrue(history.get(59).trainingLoss() < 0.5, history.get(59).toString());
  }

  @Test
  void unknownOption() {
    Exception e =
        assertThrows(
            Exception.class,
            () -> new BackpropNetwork().setOptions(new String[] {"-layer", "dense(3)"}));
    assertTrue(e.getMessage().contains("-layer"), e.getMessage());
  }

  @Test
  void badSeed() {
    Exception e =
        assertThrows(
            Exception.class, () -> new BackpropNetwork().setOptions(new String[] {"-S", "lucky"}));
    assertTrue(e.getMessage().startsWith("option -S is 'lucky', allowed are"), e.getMessage());
  }

  @Test
  void refusedOptionsChangeNothing() throws Exception {
    BackpropNetwork network = TestData.network("-N 5");
    assertThrows(
        Exception.class, () -> network.setOptions(new String[] {"-batch", "3", "-N", "x"}));
    assertEquals(5, network.getEpochs());
    assertEquals(-1, network.getBatch());
  }

  @Test
  void propertiesAreCheckedToo() {
    BackpropNetwork network = new BackpropNetwork();
    assertThrows(IllegalArgumentException.class, () -> network.setLayers("dense("));
    assertThrows(IllegalArgumentException.class, () -> network.setEpochs(0));
    network.setLayers("dense(3)");
    network.setHiddenLayers("a");
    Exception e = assertThrows(Exception.class, () -> network.buildClassifier(TestData.iris()));
    assertTrue(e.getMessage().contains("both give the hidden layers"), e.getMessage());
  }

  @Test
  void predictionBeforeTraining() {
    Exception e =
        assertThrows(
            Exception.class,
            () -> new BackpropNetwork().distributionForInstance(TestData.iris().instance(0)));
    assertEquals("no model has been built yet", e.getMessage());
    assertEquals("No model has been built yet.", new BackpropNetwork().toString());
  }

  @Test
  void otherNumberOfAttributes() throws Exception {
    BackpropNetwork network = TestData.built("-N 1", TestData.iris());
    Instance x = TestData.mixed(3, false, 1).instance(0);
    Exception e = assertThrows(Exception.class, () -> network.distributionForInstance(x));
    assertEquals(
        "the row to predict has 6 attributes, but the model was trained with 5", e.getMessage());
  }

  @Test
  void failedTrainingLeavesNoModel() throws Exception {
    BackpropNetwork network = TestData.built("-N 1", TestData.iris());
    assertThrows(Exception.class, () -> network.buildClassifier(two("numeric", "1,?", "2,?")));
    assertEquals("No model has been built yet.", network.toString());
  }

  @Test
  void tooManyUnitsForMemory() {
    assumeTrue(Runtime.getRuntime().maxMemory() < 7L << 30, "so much memory that they fit");
    String message = refusal("-layers dense(200000000) -N 1", TestData.iris());
    assertTrue(message.contains("-layers") && message.contains("-Xmx"), message);
  }

  @Test
  void minimizersRefuseNetworksByOption() {
    String message = refusal("-optimizer cma-es -layers dense(2000) -N 2", TestData.iris());
    assertTrue(message.startsWith("option -optimizer: "), message);
  }

  @Test
  void layersThatDoNotFitAreRefusedByOptionAndLayer() {
    for (String[] pair :
        new String[][] {
          {"reshape(2, 3)", "0-reshape: an input of 4 has 4 elements"},
          {"reshape(2, 2), conv2d(3, 3)", "1-conv2d: the input is 2 x 2, but must be"},
          {"lstm(4)", "0-lstm: it takes a sequence"},
          {"add(dense(3), dense(4))", "0-add: cannot add 3 and 4"},
          {"columns(1-9)", "0-columns: there are no columns 1-9"}
        }) {
      String message = refusal("-layers \"" + pair[0] + "\"", TestData.iris());
      assertTrue(message.startsWith("option -layers: layer " + pair[1]), message);
    }
    String message = refusal("-optimizer \"clip-by-value(1, lbfgs)\"", TestData.iris());
    assertTrue(message.contains("column 18: optimizer 'lbfgs' does not go here"), message);
  }

  @Test
  void tooManyUnitsInTheOtherNotation() {
    assertTrue(refusal("-H 999999999", TestData.iris()).startsWith("option -H: "));
  }

  @Test
  void noTextAtAll() {
    BackpropNetwork network = new BackpropNetwork();
    assertEquals(
        "option -layers has no value",
        assertThrows(IllegalArgumentException.class, () -> network.setLayers(null)).getMessage());
  }
}
