// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.loss.Loss;
import backprop.engine.model.Model;
import backprop.engine.network.Catalogs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.core.SerializationHelper;

/** Members that share weights, by the option for the layers alone. */
class MembersTest {
  private static final String LAYERS =
      "-layers \"members(8), member-dense(64, relu), member-dense(64, relu)\" -N 40";

  @Test
  void classesAreLearnedAndPredicted() throws Exception {
    Instances data = TestData.iris();
    BackpropNetwork network = TestData.built(LAYERS, data);
    Evaluation e = new Evaluation(data);
    e.evaluateModel(network, data);
    assertTrue(e.pctCorrect() > 95, e.pctCorrect() + "%");
    double[] p = network.distributionForInstance(data.instance(70));
    assertEquals(3, p.length);
    assertEquals(1, Arrays.stream(p).sum(), 1e-6);
    Model model = network.model().orElseThrow();
    assertEquals("members(cross-entropy)", Catalogs.print(Loss.class, model.spec().loss()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SerializationHelper.write(bytes, network);
    BackpropNetwork read =
        (BackpropNetwork) SerializationHelper.read(new ByteArrayInputStream(bytes.toByteArray()));
    assertEquals(p[1], read.distributionForInstance(data.instance(70))[1]);
  }

  @Test
  void numbersAreLearnedAndPredicted() throws Exception {
    Instances data = TestData.cpu();
    BackpropNetwork network = TestData.built(LAYERS, data);
    Evaluation e = new Evaluation(data);
    e.evaluateModel(network, data);
    assertTrue(e.correlationCoefficient() > 0.9, "" + e.correlationCoefficient());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ordinal",
        "hinge",
        "binary-cross-entropy",
        "kl-divergence",
        "members(cross-entropy(0.1))"
      })
  void otherLossesGoWithMembers(String loss) throws Exception {
    Instances data = TestData.iris();
    BackpropNetwork network = TestData.built(LAYERS + " -loss " + loss, data);
    Evaluation e = new Evaluation(data);
    e.evaluateModel(network, data);
    assertTrue(e.pctCorrect() > 90, e.pctCorrect() + "%");
  }

  @Test
  void flattenedMembersAreOneNetworkAgain() throws Exception {
    BackpropNetwork network =
        TestData.built("-layers \"members(4), flatten, dense(8, tanh)\" -N 60", TestData.iris());
    Model model = network.model().orElseThrow();
    assertEquals("cross-entropy", Catalogs.print(Loss.class, model.spec().loss()));
  }

  @Test
  void membersForAPlainInputAreRefused() {
    BackpropNetwork network = TestData.network("-layers \"member-dense(4, relu), flatten\"");
    Exception e = assertThrows(Exception.class, () -> network.buildClassifier(TestData.iris()));
    assertTrue(e.getMessage().contains("members x features"), e.getMessage());
  }
}
