// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.BackpropClassifier;
import backprop.weka.TestData;
import backprop.weka.predict.NetworkPredictor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.pmml.consumer.PMMLClassifier;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.pmml.PMMLFactory;

/** What is exported gives the same predictions in Weka's own PMML reader. */
final class PmmlExportTest {
  @TempDir private Path folder;

  private static NetworkPredictor predictor(BackpropClassifier c) {
    return (NetworkPredictor) c.predictor().orElseThrow();
  }

  /** Compares all rows whose missing values, if any, Weka's reader can handle. */
  private int compare(String options, Instances data) throws Exception {
    BackpropClassifier network = TestData.built(options, data);
    Path file = folder.resolve("network.pmml");
    Files.writeString(file, PmmlExport.write(predictor(network), data.stringFreeStructure()));
    PMMLClassifier theirs = (PMMLClassifier) PMMLFactory.getPMMLModel(file.toString(), null);
    int compared = 0;
    for (Instance row : data) {
      if (!row.hasMissingValue()) {
        double[] ours = network.distributionForInstance(row);
        assertArrayEquals(ours, theirs.distributionForInstance(row), 2e-5 * largest(ours), options);
        compared++;
      }
    }
    return compared;
  }

  private static double largest(double[] values) {
    double largest = 1;
    for (double v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-layers dense(6,tanh)",
        "-layers dense(6,sigmoid),dense(5,tanh)",
        "-layers none",
        "-layers dense(6),dropout(0.2),dense(4,tanh)",
        "-layers dense(6,tanh),batch-norm,dense(4,sigmoid)",
        "-layers batch-norm,dense(4,tanh)",
        "-layers dense(6,tanh) -loss binary-cross-entropy"
      })
  void iris(String options) throws Exception {
    assertEquals(150, compare(options + " -N 3", TestData.iris()));
  }

  @Test
  void twoClasses() throws Exception {
    Instances two = TestData.iris();
    two.removeIf(x -> x.classValue() == 2);
    assertTrue(compare("-layers dense(5,tanh) -N 3", two) == 100);
    Instances single =
        TestData.arff(
            "@relation r",
            "@attribute a numeric",
            "@attribute c {n,y}",
            "@data",
            "1,n",
            "2,y",
            "3,y",
            "4,n",
            "5,y",
            "6,n");
    assertEquals(6, compare("-layers dense(3,sigmoid) -loss binary-cross-entropy -N 3", single));
  }

  /** Weka's reader knows no dates. */
  private static Instances withoutDate(boolean numericClass, long seed) {
    Instances data = TestData.mixed(200, numericClass, seed);
    data.deleteAttributeAt(3);
    return data;
  }

  @Test
  void attributesOfEveryKindAndBothKindsOfClass() throws Exception {
    assertTrue(compare("-layers dense(6,tanh) -N 3", withoutDate(false, 1)) > 100);
    assertTrue(compare("-layers dense(6,sigmoid) -N 3", withoutDate(true, 2)) > 100);
  }

  @Test
  void aMissingNumberIsTheMeanWhereTrainingHadNone() throws Exception {
    Instances iris = TestData.iris();
    BackpropClassifier network = TestData.built("-layers dense(4,tanh) -N 3", iris);
    Path file = folder.resolve("network.pmml");
    Files.writeString(file, PmmlExport.write(predictor(network), iris));
    PMMLClassifier theirs = (PMMLClassifier) PMMLFactory.getPMMLModel(file.toString(), null);
    Instance row = iris.instance(7);
    row.setMissing(2);
    assertArrayEquals(
        network.distributionForInstance(row), theirs.distributionForInstance(row), 1e-5);
  }

  @Test
  void numbersFarOutAreEncodedNearlyAsTheClassifierDoes() throws Exception {
    Instances iris = TestData.iris();
    BackpropClassifier network = TestData.built("-layers dense(4,tanh) -N 3", iris);
    Path file = folder.resolve("network.pmml");
    Files.writeString(file, PmmlExport.write(predictor(network), iris));
    PMMLClassifier theirs = (PMMLClassifier) PMMLFactory.getPMMLModel(file.toString(), null);
    for (double far : new double[] {-1000, -30, 40, 1e4}) {
      Instance row = iris.instance(7);
      row.setValue(1, far);
      assertArrayEquals(
          network.distributionForInstance(row), theirs.distributionForInstance(row), 0.02);
    }
  }

  @Test
  void otherLayersAreRefusedByName() throws Exception {
    Instances iris = TestData.iris();
    for (String[] c :
        new String[][] {
          {"dense(4,relu)", "layer 0-dense ", "Relu"},
          {"residual(dense(4,tanh))", "layer 0-residual", "add"},
          {"layer-norm", "layer 0-layer-norm", "normalize rows"}
        }) {
      BackpropClassifier network = TestData.built("-N 1 -layers " + c[0], iris);
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> PmmlExport.write(predictor(network), iris));
      assertTrue(e.getMessage().contains(c[1]), e.getMessage());
      assertTrue(e.getMessage().contains(c[2]), e.getMessage());
    }
  }
}
