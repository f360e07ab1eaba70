// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.examples.Tables;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.functions.BackpropNetwork;
import weka.clusterers.BackpropAnomaly;
import weka.core.Instances;
import weka.core.SerializationHelper;

/**
 * Models that earlier versions saved still load and say what they said then. The files in {@code
 * models/} were written by those versions: they are never written again, and a new format gets
 * files of its own. Beside each is what it predicted for every tenth row.
 */
final class OldModelsTest {
  /** Later kernels may add in another order. */
  private static final double ROUNDING = 1e-5;

  private static InputStream file(String name) {
    InputStream stream = OldModelsTest.class.getResourceAsStream("models/" + name);
    assertNotNull(stream, name);
    return new BufferedInputStream(stream);
  }

  private static Object model(String name) throws Exception {
    return SerializationHelper.read(file(name + ".model"));
  }

  private static List<double[]> predictions(String name) throws Exception {
    try (InputStream in = file(name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(l -> Arrays.stream(l.split(" ")).mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }

  private static Instances data(String name) {
    return switch (name.substring(name.indexOf('-') + 1)) {
      case "classes", "ensemble" -> TestData.mixed(60, false, 12);
      case "number" -> TestData.cpu();
      case "text" -> Tables.reviews(40, false);
      default -> TestData.iris();
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format1-classes",
        "format1-number",
        "format2-number",
        "format2-resumable",
        "format2-ensemble",
        "format2-text"
      })
  void networksPredictWhatTheyDid(String name) throws Exception {
    BackpropNetwork network = (BackpropNetwork) model(name);
    Instances data = data(name);
    List<double[]> before = predictions(name);
    assertEquals((data.numInstances() + 9) / 10, before.size());
    for (int i = 0; i < before.size(); i++) {
      double[] now = network.distributionForInstance(data.instance(10 * i));
      double[] allowed = before.get(i);
      assertArrayEquals(
          allowed, now, ROUNDING * Math.max(1, Math.abs(allowed[0])), "row " + 10 * i);
    }
    // Everything else that is asked of a model works, too, with what it did not know yet.
    assertTrue(network.toString().startsWith("Neural network, trained by"), network.toString());
    assertTrue(network.getMeasure("measureParameters") > 0);
    assertTrue(network.graph().contains("<BIF"), network.graph());
    BackpropNetwork again = new BackpropNetwork();
    again.setOptions(network.getOptions());
    assertArrayEquals(network.getOptions(), again.getOptions());
  }

  @Test
  void aTrainingGoesOnFromWhatItRemembers() throws Exception {
    BackpropNetwork network = (BackpropNetwork) model("format2-resumable");
    assertEquals(4, network.getMeasure("measureEpochs"));
    assertTrue(network.getResume());
    network.initializeClassifier(TestData.iris());
    assertEquals(4, network.epochs().size());
    assertTrue(network.next());
    assertEquals(5, network.epochs().size());
    network.done();
  }

  @Test
  void autoencodersPredictWhatTheyDid() throws Exception {
    BackpropAnomaly anomaly = (BackpropAnomaly) model("autoencoder1-anomaly");
    Instances data = TestData.iris();
    List<double[]> before = predictions("autoencoder1-anomaly");
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(
          before.get(i), anomaly.distributionForInstance(data.instance(10 * i)), ROUNDING);
    }
  }
}
