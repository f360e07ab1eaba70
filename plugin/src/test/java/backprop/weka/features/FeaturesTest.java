// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.TestData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weka.attributeSelection.AttributeSelection;
import weka.attributeSelection.BackpropAttributeEval;
import weka.attributeSelection.Ranker;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.classifiers.functions.Logistic;
import weka.classifiers.meta.FilteredClassifier;
import weka.clusterers.BackpropAnomaly;
import weka.core.Attribute;
import weka.core.CheckGOE;
import weka.core.CheckOptionHandler;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.OptionHandler;
import weka.core.SerializationHelper;
import weka.core.SerializedObject;
import weka.core.converters.ImageDirectoryLoader;
import weka.filters.Filter;
import weka.filters.unsupervised.attribute.BackpropFeatures;
import weka.filters.unsupervised.attribute.Remove;

/** Features, anomaly scores and importance, on rows where it is known what they should be. */
class FeaturesTest {
  static Stream<OptionHandler> handlers() {
    return Stream.of(
        new BackpropFeatures(),
        new BackpropAnomaly(),
        new BackpropAttributeEval(),
        new ImageDirectoryLoader());
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void passesWekasCheckersOfOptions(OptionHandler handler) {
    CheckOptionHandler options = new CheckOptionHandler();
    options.setSilent(true);
    options.setOptionHandler(handler);
    options.doTests();
    assertTrue(options.getSuccess());
    CheckGOE editor = new CheckGOE();
    editor.setSilent(true);
    editor.setObject(handler);
    editor.doTests();
    assertTrue(editor.getSuccess());
  }

  @Test
  void wrongOptionsAreSaidInASentence() {
    for (String[] wrong :
        new String[][] {
          {"-code", "3,0", "allowed are auto, and sizes"},
          {"-N", "0", "allowed are whole numbers from 1"},
          {"-N", "many", "allowed are whole numbers"},
          {"-noise", "mask-nois(0.1)", "did you mean"},
          {"-optimizer", "adam(", "option -optimizer"}
        }) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new BackpropFeatures().setOptions(new String[] {wrong[0], wrong[1]}));
      assertTrue(e.getMessage().contains(wrong[2]), e.getMessage());
    }
  }

  private static Instances filtered(BackpropFeatures filter, Instances data) throws Exception {
    filter.setInputFormat(data);
    return Filter.useFilter(data, filter);
  }

  @Test
  void activationsOfASavedNetworkAreWhatItsOutputLayerSees(@TempDir Path folder) throws Exception {
    Instances iris = TestData.iris();
    BackpropNetwork network =
        TestData.built("-layers \"dense(6, tanh), dense(5, relu)\" -N 30", iris);
    String file = folder.resolve("iris.model").toString();
    SerializationHelper.write(file, network);
    BackpropFeatures filter = new BackpropFeatures();
    filter.setOptions(new String[] {"-model", file});
    Instances features = filtered(filter, iris);
    assertEquals(6, features.numAttributes());
    assertEquals("1-dense-1", features.attribute(0).name());
    assertEquals(5, features.classIndex());
    Evaluation e = new Evaluation(features);
    Logistic logistic = new Logistic();
    logistic.buildClassifier(features);
    e.evaluateModel(logistic, features);
    assertTrue(e.pctCorrect() > 95, e.toSummaryString());
    for (Instance x : features) {
      for (int a = 0; a < 5; a++) {
        assertTrue(x.value(a) >= 0, "ReLU");
      }
    }
    filter = new BackpropFeatures();
    filter.setOptions(new String[] {"-model", file, "-layer", "0-dense", "-keep"});
    assertEquals(4 + 6 + 1, filtered(filter, iris).numAttributes());
    BackpropFeatures wrong = new BackpropFeatures();
    wrong.setOptions(new String[] {"-model", file, "-layer", "7"});
    Exception refused = assertThrows(IllegalArgumentException.class, () -> filtered(wrong, iris));
    assertTrue(refused.getMessage().contains("0-dense, 1-dense, 2-dense"), refused.getMessage());
  }

  /** Rows of 6 numbers that are all functions of 2. */
  private static Instances plane(int rows, long seed) {
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (int a = 0; a < 6; a++) {
      attributes.add(new Attribute("a" + a));
    }
    Instances data = new Instances("plane", attributes, rows);
    Random random = new Random(seed);
    for (int i = 0; i < rows; i++) {
      double u = random.nextGaussian();
      double v = random.nextGaussian();
      data.add(new DenseInstance(1, new double[] {u, v, u + v, u - v, 2 * u + v, u - 2 * v}));
    }
    return data;
  }

  @Test
  void aCodeOfTwoNumbersHoldsAPlane() throws Exception {
    Instances data = plane(300, 1);
    BackpropFeatures filter = new BackpropFeatures();
    filter.setOptions(new String[] {"-code", "16,2", "-N", "150", "-error"});
    Instances codes = filtered(filter, data);
    assertEquals(3, codes.numAttributes());
    double mean = codes.meanOrMode(2);
    assertTrue(mean < 0.08, "mean squared error of standardized inputs " + mean);
    Instances fresh = Filter.useFilter(plane(50, 2), filter);
    assertTrue(fresh.meanOrMode(2) < 0.12, "of new rows " + fresh.meanOrMode(2));
    BackpropFeatures copy = (BackpropFeatures) new SerializedObject(filter).getObject();
    assertEquals(
        fresh.instance(3).toString(), Filter.useFilter(plane(50, 2), copy).instance(3).toString());
  }

  @Test
  void theCodeDoesNotSeeTheClass() throws Exception {
    Instances iris = TestData.iris();
    BackpropFeatures filter = new BackpropFeatures();
    filter.setEpochs(5);
    Instances with = filtered(filter, iris);
    Instances shuffled = new Instances(iris);
    shuffled.forEach(x -> x.setClassValue((x.classValue() + 1) % 3));
    BackpropFeatures other = new BackpropFeatures();
    other.setEpochs(5);
    Instances moved = filtered(other, shuffled);
    for (int i = 0; i < 150; i++) {
      assertEquals(with.instance(i).value(0), moved.instance(i).value(0));
    }
    FilteredClassifier inside = new FilteredClassifier();
    inside.setFilter(new BackpropFeatures());
    inside.setClassifier(new Logistic());
    Evaluation e = new Evaluation(iris);
    e.crossValidateModel(inside, iris, 3, new Random(1));
    assertTrue(e.pctCorrect() > 80, e.toSummaryString());
  }

  @Test
  void oddRowsHaveTheLargestScores() throws Exception {
    Instances data = plane(400, 1);
    BackpropAnomaly anomaly = new BackpropAnomaly();
    anomaly.setOptions(new String[] {"-code", "16,2", "-N", "100", "-share", "2"});
    anomaly.buildClusterer(data);
    int odd = 0;
    for (Instance x : data) {
      double[] d = anomaly.distributionForInstance(x);
      assertEquals(1, d[0] + d[1], 1e-12);
      assertEquals(anomaly.clusterInstance(x) == 1, d[1] > 0.5);
      odd += anomaly.clusterInstance(x);
    }
    assertEquals(8, odd, 1, "2% of 400 rows");
    double highest = 0;
    double lowestOdd = Double.POSITIVE_INFINITY;
    Random random = new Random(5);
    for (Instance x : plane(50, 3)) {
      highest = Math.max(highest, anomaly.anomalyScore(x) > anomaly.threshold() * 4 ? 1 : 0);
      Instance broken = (Instance) x.copy();
      broken.setValue(2, x.value(2) + (random.nextBoolean() ? 6 : -6));
      lowestOdd = Math.min(lowestOdd, anomaly.anomalyScore(broken));
    }
    assertTrue(lowestOdd > anomaly.threshold(), lowestOdd + " is odd");
    assertTrue(anomaly.toString().contains("the code"), anomaly.toString());
    BackpropAnomaly copy = (BackpropAnomaly) new SerializedObject(anomaly).getObject();
    assertEquals(anomaly.anomalyScore(data.instance(0)), copy.anomalyScore(data.instance(0)));
  }

  /** The class depends on the first two of six attributes, and more on the first. */
  private static Instances twoMatter(boolean numeric) {
    Instances data = new Instances(plane(0, 1));
    if (numeric) {
      data.insertAttributeAt(new Attribute("y"), 6);
    } else {
      data.insertAttributeAt(new Attribute("y", List.of("no", "yes")), 6);
    }
    data.setClassIndex(6);
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      double[] x = new double[7];
      for (int a = 0; a < 6; a++) {
        x[a] = random.nextGaussian();
      }
      double y = 3 * x[0] - x[1];
      x[6] = numeric ? y : y > 0 ? 1 : 0;
      data.add(new DenseInstance(1, x));
    }
    return data;
  }

  @ParameterizedTest
  @ValueSource(strings = {"permutation", "gradient"})
  void whatMattersComesFirst(String method) throws Exception {
    for (boolean numeric : new boolean[] {true, false}) {
      BackpropAttributeEval eval = new BackpropAttributeEval();
      eval.setOptions(
          new String[] {"-method", method, "-network", "-layers \"dense(8, tanh)\" -N 30"});
      AttributeSelection selection = new AttributeSelection();
      selection.setEvaluator(eval);
      selection.setSearch(new Ranker());
      selection.SelectAttributes(twoMatter(numeric));
      double[][] ranked = selection.rankedAttributes();
      assertEquals(0, ranked[0][0], "the first attribute");
      assertEquals(1, ranked[1][0], "then the second");
      assertTrue(ranked[1][1] > 2 * Math.abs(ranked[2][1]), method + " " + ranked[2][1]);
    }
  }

  @Test
  void nothingMattersToAConstant() throws Exception {
    Instances same = new Instances(TestData.iris(), 0, 40);
    BackpropAttributeEval eval = new BackpropAttributeEval();
    eval.buildEvaluator(Filter.useFilter(same, keepingClass(same)));
    assertEquals(0, eval.evaluateAttribute(0), 1e-12);
    String[] options = eval.getOptions();
    BackpropAttributeEval copy = new BackpropAttributeEval();
    copy.setOptions(options.clone());
    assertArrayEquals(options, copy.getOptions());
  }

  private static Remove keepingClass(Instances data) throws Exception {
    Remove remove = new Remove();
    remove.setAttributeIndices("1-3");
    remove.setInputFormat(data);
    return remove;
  }
}
