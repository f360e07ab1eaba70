// SPDX-License-Identifier: GPL-3.0-or-later
package weka.classifiers.trees;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.file.ExperimentReader;
import backprop.experiments.run.Plan;
import backprop.experiments.run.Planner;
import backprop.experiments.run.WekaHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.Evaluation;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SerializedObject;
import weka.core.UnsupportedAttributeTypeException;
import weka.core.Utils;
import weka.core.converters.ConverterUtils.DataSource;

/** The library behind Weka's interface, on the data of the experiment files. */
final class XGBoostTest {
  private static final Path FILES = Path.of("../files");

  @BeforeAll
  static void prepare() {
    WekaHome.prepare();
  }

  private static Instances data(String name) throws Exception {
    Instances rows = DataSource.read(FILES.resolve("data").resolve(name + ".arff").toString());
    rows.setClassIndex(rows.numAttributes() - 1);
    return rows;
  }

  private static XGBoost trained(Instances rows, String options) throws Exception {
    XGBoost boosting = new XGBoost();
    boosting.setOptions(Utils.splitOptions(options));
    boosting.buildClassifier(rows);
    return boosting;
  }

  private static double[][] predictions(XGBoost boosting, Instances rows) throws Exception {
    return boosting.distributionsForInstances(rows);
  }

  private static void assertNear(double[][] expected, double[][] found, double delta) {
    assertEquals(expected.length, found.length);
    for (int r = 0; r < expected.length; r++) {
      assertArrayEquals(expected[r], found[r], delta, "row " + r);
    }
  }

  /** Nominal and numeric attributes, two and more labels, missing values in labor and vote. */
  @ParameterizedTest
  @CsvSource({"iris, 0.9", "credit-g, 0.35", "labor, 0.6", "vote, 0.88", "glass, 0.6"})
  void learnsLabels(String name, double kappa) throws Exception {
    Instances rows = data(name);
    Evaluation evaluation = new Evaluation(rows);
    evaluation.crossValidateModel(new XGBoost(), rows, 10, new Random(1));
    assertTrue(evaluation.kappa() > kappa, name + ": " + evaluation.kappa());
    XGBoost boosting = trained(rows, "");
    double[][] all = predictions(boosting, rows);
    for (int r = 0; r < all.length; r++) {
      assertEquals(1, Utils.sum(all[r]), 1e-9);
      assertArrayEquals(all[r], boosting.distributionForInstance(rows.instance(r)), 0);
    }
    assertTrue(boosting.toString().contains("Share of the decrease"), boosting.toString());
  }

  @Test
  void learnsNumbersWhereverTheyAre() throws Exception {
    Instances rows = data("cpu");
    Evaluation evaluation = new Evaluation(rows);
    evaluation.crossValidateModel(new XGBoost(), rows, 10, new Random(1));
    assertTrue(evaluation.correlationCoefficient() > 0.9, evaluation.toSummaryString());
    double[][] here = predictions(trained(rows, ""), rows);
    Instances far = new Instances(rows);
    far.forEach(row -> row.setClassValue(row.classValue() + 1e9));
    double[][] there = predictions(trained(far, ""), far);
    for (int r = 0; r < here.length; r++) {
      assertEquals(here[r][0], there[r][0] - 1e9, 0.01);
    }
  }

  /** Moments within a second of each other, which no float of their own tells apart. */
  @Test
  void datesKeepTheirDifferences() throws Exception {
    ArrayList<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("moment", "yyyy-MM-dd HH:mm:ss.SSS"));
    attributes.add(new Attribute("late", List.of("no", "yes")));
    Instances rows = new Instances("moments", attributes, 0);
    rows.setClassIndex(1);
    for (int i = 0; i < 100; i++) {
      rows.add(new DenseInstance(1, new double[] {1.7e12 + i, i < 50 ? 0 : 1}));
    }
    XGBoost boosting = trained(rows, "");
    for (Instance row : rows) {
      assertEquals(row.classValue(), boosting.classifyInstance(row));
    }
  }

  /** A label is a category: which number it has changes nothing. */
  @Test
  void nominalValuesHaveNoOrder() throws Exception {
    ArrayList<Attribute> attributes = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int v = 0; v < 12; v++) {
      values.add("v" + v);
    }
    attributes.add(new Attribute("kind", values));
    attributes.add(new Attribute("class", List.of("odd", "even")));
    Instances rows = new Instances("kinds", attributes, 0);
    rows.setClassIndex(1);
    for (int i = 0; i < 240; i++) {
      rows.add(new DenseInstance(1, new double[] {i % 12, i % 2 == 0 ? 1 : 0}));
    }
    // One split tells odd from even kinds apart only if they are no numbers.
    XGBoost boosting = trained(rows, "-L 1 -I 10");
    for (Instance row : rows) {
      assertEquals(row.classValue(), boosting.classifyInstance(row));
    }
  }

  @Test
  void aWeightIsThatManyRows() throws Exception {
    Instances rows = data("diabetes");
    Instances weighted = new Instances(rows);
    Instances repeated = new Instances(rows, 0);
    Random random = new Random(3);
    for (int r = 0; r < rows.numInstances(); r++) {
      int times = 1 + random.nextInt(3);
      weighted.get(r).setWeight(times);
      for (int i = 0; i < times; i++) {
        repeated.add(rows.get(r));
      }
    }
    String few = "-I 5 -L 3";
    assertNear(
        predictions(trained(repeated, few), rows), predictions(trained(weighted, few), rows), 0.02);
    double moved = 0;
    double[][] plain = predictions(trained(rows, few), rows);
    double[][] heavy = predictions(trained(weighted, few), rows);
    for (int r = 0; r < plain.length; r++) {
      moved = Math.max(moved, Math.abs(plain[r][0] - heavy[r][0]));
    }
    assertTrue(moved > 0.05, "weights change nothing");
  }

  @Test
  void aModelThatWasSavedPredictsTheSame() throws Exception {
    for (String name : List.of("iris", "cpu", "labor")) {
      Instances rows = data(name);
      XGBoost boosting = trained(rows, "-I 20");
      XGBoost again = (XGBoost) new SerializedObject(boosting).getObject();
      assertNear(predictions(boosting, rows), predictions(again, rows), 0);
      assertEquals(boosting.toString(), again.toString());
    }
  }

  @Test
  void theSeedDecidesWhatIsDrawn() throws Exception {
    Instances rows = data("glass");
    String drawn = "-I 10 -P 0.5 -C 0.5 ";
    double[][] first = predictions(trained(rows, drawn + "-S 1"), rows);
    assertNear(first, predictions(trained(rows, drawn + "-S 1"), rows), 0);
    double[][] other = predictions(trained(rows, drawn + "-S 2"), rows);
    assertFalse(Arrays.deepEquals(first, other));
  }

  /** Each option alone changes the model; none is ignored. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-I 7",
        "-R 0.1",
        "-L 2",
        "-M 20",
        "-lambda 30",
        "-gamma 3",
        "-P 0.5",
        "-C 0.4",
        "-P 0.5 -S 9"
      })
  void everyOptionCounts(String options) throws Exception {
    Instances rows = data("diabetes");
    double[][] plain =
        predictions(trained(rows, options.contains("-S") ? "-I 10 -P 0.5" : "-I 10"), rows);
    double[][] changed =
        predictions(trained(rows, options.contains("-I") ? options : options + " -I 10"), rows);
    assertFalse(Arrays.deepEquals(plain, changed));
    XGBoost boosting = new XGBoost();
    boosting.setOptions(Utils.splitOptions(options));
    XGBoost same = new XGBoost();
    same.setOptions(boosting.getOptions());
    assertArrayEquals(boosting.getOptions(), same.getOptions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-I 0|rounds is 1 or more, found 0",
        "-R 0|learningRate is above 0, at most 1, found 0",
        "-L 31|maximumDepth is 1 to 30, found 31",
        "-M -1|minimumChildWeight is 0 or more, found -1",
        "-P 1.5|subsample is above 0, at most 1, found 1.5",
        "-C 0|columnSample is above 0, at most 1, found 0",
        "-I 2.5|-I takes a whole number, found 2.5",
        "-R fast|-R takes a number, found fast",
        "-threads -2|threads is 0 or more, found -2",
      })
  void badOptionsAreRefused(String options, String sentence) {
    Throwable e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new XGBoost().setOptions(Utils.splitOptions(options)));
    assertEquals(sentence, e.getMessage());
  }

  @Test
  void oddDataAreLearnedOrRefused() throws Exception {
    Instances iris = data("iris");
    // A label that no training row has, and the only one that all have.
    Instances two = new Instances(iris, 0, 100);
    assertEquals(3, trained(two, "-I 5").distributionForInstance(iris.get(120)).length);
    for (String name : List.of("iris", "credit-g")) {
      Instances one = data(name);
      one.removeIf(row -> row.classValue() != 1);
      XGBoost boosting = trained(one, "");
      assertTrue(boosting.distributionForInstance(one.get(0))[1] > 0.9, name);
    }
    // Only the class: its shares.
    Instances bare = new Instances(data("credit-g"));
    while (bare.numAttributes() > 1) {
      bare.deleteAttributeAt(0);
    }
    assertEquals(0.7, trained(bare, "").distributionForInstance(bare.get(0))[0], 0.01);
    // Missing everywhere: trained all the same.
    Instances gaps = new Instances(iris);
    gaps.forEach(row -> row.setMissing(2));
    gaps.get(0).setClassMissing();
    assertEquals(0, trained(gaps, "").classifyInstance(gaps.get(3)));
    XGBoost untrained = new XGBoost();
    assertThrows(IllegalStateException.class, () -> untrained.classifyInstance(iris.get(0)));
    assertEquals("XGBoost: not trained yet", untrained.toString());
    ArrayList<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("text", (List<String>) null));
    attributes.add(new Attribute("class", List.of("a", "b")));
    Instances texts = new Instances("texts", attributes, 0);
    texts.setClassIndex(1);
    assertThrows(
        UnsupportedAttributeTypeException.class, () -> new XGBoost().buildClassifier(texts));
  }

  /** The experiment files that name it, with the classifiers of packages that they name too. */
  @ParameterizedTest
  @ValueSource(strings = {"peers.yaml", "peers-numeric.yaml"})
  void theFilesThatNameItAreValid(String name) {
    Plan plan =
        new Planner(ExperimentReader.read(FILES.resolve(name), List.of()), List.of(), "test")
            .plan();
    assertTrue(
        plan.configurations().stream()
            .anyMatch(c -> c.configuration().scheme().equals(XGBoost.class.getName())));
  }
}
