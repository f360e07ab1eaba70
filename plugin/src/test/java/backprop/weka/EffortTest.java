// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.model.Model;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;

/** What the option for the effort does to a training. */
@Tag("once")
class EffortTest {
  private static final Instances DATA = some(TestData.iris(), 48);

  private static Instances some(Instances data, int rows) {
    data.randomize(new Random(1));
    return new Instances(data, 0, rows);
  }

  private static Model model(String options, Instances data) throws Exception {
    return TestData.built(options, data).model().orElseThrow();
  }

  private static String search(Model model) {
    return model.how().remarks().stream().filter(r -> r.contains("tried")).findFirst().orElse("");
  }

  @Test
  void fastIsHalfTheNetworks() throws Exception {
    Model fast = model("-effort fast", DATA);
    Model normal = model("-effort normal", DATA);
    assertEquals("", search(fast));
    assertEquals("", search(normal));
    assertEquals(normal.parameters().length, 2 * fast.parameters().length);
    assertTrue(fast.how().plannedEpochs() < normal.how().plannedEpochs());
  }

  @Test
  void thoroughSearchesAndSaysWhatItFound() throws Exception {
    BackpropNetwork first = TestData.built("-effort thorough -N 12", DATA);
    Model model = first.model().orElseThrow();
    assertTrue(search(model).startsWith("of 8 ensembles tried"), search(model));
    assertTrue(search(model).contains("16 networks"), search(model));
    assertTrue(first.toString().contains(search(model)));
    Model again = model("-effort thorough -N 12", DATA);
    assertEquals(search(model), search(again));
    assertArrayEquals(model.parameters(), again.parameters());
  }

  @Test
  void theRecipeFoundIsTheOneTrained() throws Exception {
    // A line through a number: bins are in the way, so that a search that looks leaves them out.
    Random random = new Random(3);
    Instances data =
        TestData.arff(
            "@relation line",
            "@attribute a numeric",
            "@attribute b numeric",
            "@attribute y {no,yes}",
            "@data");
    for (int i = 0; i < 150; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double score = 4 * (a + b) + random.nextGaussian();
      data.add(new weka.core.DenseInstance(1, new double[] {a, b, score > 0 ? 1 : 0}));
    }
    Model model = model("-effort thorough -N 30", data);
    int inputs = model.spec().input().elements();
    boolean bins = !search(model).contains("no bins") || search(model).contains("not enough");
    assertEquals(bins ? 18 : 2, inputs, search(model));
    assertTrue(search(model).endsWith("taken") || search(model).contains("usual"), search(model));
  }

  @Test
  void aSearchKeepsToTheTimeLimit() throws Exception {
    Model model = model("-effort thorough -time-limit 0.4 -N 1000000 -E 0", DATA);
    assertTrue(model.how().stopReason().startsWith("time limit"), model.how().stopReason());
    assertTrue(model.how().seconds() < 20, model.how().seconds() + " s");
  }

  @Test
  void whatItCannotDoIsSaid() throws Exception {
    Model judged = model("-effort thorough -V 0 -N 3", DATA);
    assertTrue(judged.how().remarks().toString().contains("nothing judges"));
    Model given = model("-effort fast -layers dense(4) -N 3", DATA);
    assertTrue(given.how().remarks().toString().contains("effort fast changed nothing"));
    assertEquals(3, given.how().plannedEpochs());
    Model epochs = model("-effort fast -layers dense(4)", DATA);
    assertFalse(epochs.how().remarks().toString().contains("effort"));
    assertEquals(50, epochs.how().plannedEpochs());
  }

  @Test
  void aNumericClassGetsAnEnsembleWhenThorough() throws Exception {
    Instances cpu = some(TestData.cpu(), 60);
    BackpropNetwork network = TestData.built("-effort thorough -N 30", cpu);
    Model model = network.model().orElseThrow();
    assertTrue(search(model).startsWith("of 8 ensembles tried"), search(model));
    assertEquals(60, model.how().validationRows(), "every row is kept from one member");
    Evaluation e = new Evaluation(cpu);
    e.evaluateModel(network, cpu);
    assertTrue(e.correlationCoefficient() > 0.9, "" + e.correlationCoefficient());
    assertEquals("", search(model("-effort normal", cpu)));
  }
}
