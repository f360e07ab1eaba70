// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SerializedObject;
import weka.core.converters.ArffLoader;

/** Training from rows that come one by one. */
class UpdateableTest {
  private static final String OPTIONS = "-layers \"dense(8, tanh)\" -threads 1 -N 15";

  private static void feed(BackpropNetwork network, Instances data) throws Exception {
    for (Instance x : data) {
      network.updateClassifier(x);
    }
  }

  private static BackpropNetwork streamed(String options, Instances data) throws Exception {
    BackpropNetwork network = TestData.network(options);
    network.buildClassifier(new Instances(data, 0));
    feed(network, data);
    return network;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " -V 20", " -class-weights balanced"})
  void givesWhatTrainingOnADataSetGives(String more) throws Exception {
    Instances mixed = TestData.mixed(200, false, 1);
    double[][] batch = TestData.built(OPTIONS + more, mixed).distributionsForInstances(mixed);
    BackpropNetwork finished = streamed(OPTIONS + more, mixed);
    finished.batchFinished();
    assertArrayEquals(batch, finished.distributionsForInstances(mixed));
    BackpropNetwork asked = streamed(OPTIONS + more, mixed);
    assertArrayEquals(batch, asked.distributionsForInstances(mixed), "asking trains on what waits");
    BackpropNetwork copied =
        (BackpropNetwork) new SerializedObject(streamed(OPTIONS + more, mixed)).getObject();
    assertArrayEquals(batch, copied.distributionsForInstances(mixed), "and so does saving");
  }

  @Test
  void predictsFromTheStartAndBetterAndBetter() throws Exception {
    Instances iris = TestData.iris();
    iris.randomize(new Random(1));
    BackpropNetwork network = TestData.network(OPTIONS);
    network.buildClassifier(new Instances(iris, 0));
    int right = 0;
    for (Instance x : iris) {
      double[] d = network.distributionForInstance(x);
      assertEquals(3, d.length);
      right += network.classifyInstance(x) == x.classValue() ? 1 : 0;
      network.updateClassifier(x);
    }
    assertTrue(right > 75, "test, then train: " + right + " of 150 right");
  }

  @Test
  void nothingSeenPredictsNothing() throws Exception {
    Instances cpu = TestData.cpu();
    BackpropNetwork network = TestData.network(OPTIONS);
    assertThrows(IllegalStateException.class, () -> network.updateClassifier(cpu.instance(0)));
    network.buildClassifier(new Instances(cpu, 0));
    assertTrue(Double.isNaN(network.classifyInstance(cpu.instance(0))));
    network.batchFinished();
    assertTrue(network.toString().contains("No row has been seen yet"), network.toString());
  }

  @Test
  void laterRowsTrainAFinishedModelOn() throws Exception {
    Instances iris = TestData.iris();
    iris.randomize(new Random(3));
    Instances first = new Instances(iris, 0, 75);
    Instances second = new Instances(iris, 75, 75);
    BackpropNetwork network = TestData.built(OPTIONS + " -N 4", first);
    Evaluation before = new Evaluation(iris);
    before.evaluateModel(network, second);
    for (int times = 0; times < 3; times++) {
      feed(network, second);
      network.batchFinished();
    }
    Evaluation after = new Evaluation(iris);
    after.evaluateModel(network, second);
    assertTrue(after.rootMeanSquaredError() < before.rootMeanSquaredError() - 0.05);
    assertEquals(75, network.getMeasure("measureTrainingRows"));
  }

  @Test
  void rowsBeyondMemoryAreEncodedAsTheyCome() throws Exception {
    // 64 bytes and 6 values of 8 bytes a row: 1 MB is full after about 9,400 rows.
    Instances mixed = TestData.mixed(20_000, false, 1);
    BackpropNetwork network = streamed(OPTIONS + " -N 2 -V 10 -memory 1", mixed);
    network.batchFinished();
    assertTrue(network.toString().contains("fixed how attributes"), network.toString());
    assertEquals(
        20_000,
        network.getMeasure("measureTrainingRows") + network.getMeasure("measureValidationRows"));
    assertEquals(2000, network.getMeasure("measureValidationRows"), 150);
    Evaluation e = new Evaluation(mixed);
    e.evaluateModel(network, mixed);
    assertTrue(e.pctCorrect() > 75, e.toSummaryString());
    BackpropNetwork again = streamed(OPTIONS + " -N 2 -V 10 -memory 1", mixed);
    assertArrayEquals(
        network.distributionForInstance(mixed.instance(7)),
        again.distributionForInstance(mixed.instance(7)),
        "asking ends the stream");
  }

  @Test
  void aBadRowIsNamed() throws Exception {
    Instances iris = TestData.iris();
    BackpropNetwork network = streamed(OPTIONS, new Instances(iris, 0, 10));
    Instance bad = (Instance) iris.instance(11).copy();
    bad.setDataset(iris);
    bad.setWeight(-1);
    Exception e = assertThrows(IllegalArgumentException.class, () -> network.updateClassifier(bad));
    assertTrue(e.getMessage().contains("row 11"), e.getMessage());
  }

  @Test
  void fromAnIncrementalLoaderAndTheCommandLine(@TempDir Path folder) throws Exception {
    Instances iris = TestData.iris();
    Path arff = folder.resolve("iris.arff");
    Files.writeString(arff, iris.toString());
    ArffLoader loader = new ArffLoader();
    loader.setSource(arff.toFile());
    Instances structure = loader.getStructure();
    structure.setClassIndex(4);
    BackpropNetwork network = TestData.network(OPTIONS);
    network.buildClassifier(structure);
    for (Instance x = loader.getNextInstance(structure);
        x != null;
        x = loader.getNextInstance(structure)) {
      network.updateClassifier(x);
    }
    network.batchFinished();
    double[][] batch = TestData.built(OPTIONS, iris).distributionsForInstances(iris);
    assertArrayEquals(batch, network.distributionsForInstances(iris));

    String incremental = trainedOn(arff);
    String batchText = trainedOn(arff, "-force-batch-training");
    assertFalse(incremental.isEmpty());
    assertEquals(batchText, incremental);
  }

  private static String trainedOn(Path arff, String... more) throws Exception {
    String[] given = {
      "-t", arff.toString(), "-T", arff.toString(), "-layers", "dense(8, tanh)", "-N", "15"
    };
    String[] all = java.util.Arrays.copyOf(given, given.length + more.length);
    System.arraycopy(more, 0, all, given.length, more.length);
    String text = Evaluation.evaluateModel(new BackpropNetwork(), all);
    return text.substring(text.indexOf("=== Error on test data ==="));
  }
}
