// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.layer.Layer;
import backprop.engine.model.Model;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.weka.export.PmmlExport;
import backprop.weka.predict.NetworkPredictor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instance;
import weka.core.Instances;

/** Nominal attributes as indices, and the layers that look them up. */
class NominalAttributesTest {
  /** Width, color of 4 declared and 3 occurring values, open of 2, day, level; some missing. */
  private static final Instances MIXED = TestData.mixed(120, false, 5);

  private static Model model(String options, Instances data) throws Exception {
    return TestData.built("-N 2 " + options, data).model().orElseThrow();
  }

  private static String body(Model m) {
    return Catalogs.print(Layer.class, m.spec().body());
  }

  @Test
  void tablesHaveTheSizesOfTheData() throws Exception {
    Model m = model("-layers \"embeddings, dense(4, relu)\"", MIXED);
    assertEquals("chain(embeddings(4, 2), dense(4, relu), dense(3))", body(m));
    // color, open, then width with its flag for missing, day, level
    assertEquals(6, m.spec().input().elements());
    assertEquals(
        4 * 3 + 2 * 2,
        Network.layout(m.spec()).slots().stream()
            .filter(s -> s.path().contains("table-"))
            .mapToInt(s -> s.size())
            .sum());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "embeddings(dimensions=[3, 1])             | embeddings([4, 2], [3, 1])",
        "embeddings([9, 5], [2])                   | embeddings([9, 5], 2)",
        "embeddings(columns=[1])                   | embeddings(2, columns=1)",
        "chain(embeddings, dense(3))               | chain(embeddings([4, 2]), dense(3))",
        "concatenate(embeddings, dense(3))         | concatenate(embeddings([4, 2]), dense(3))"
      })
  void whatIsGivenStaysAndTheRestIsFilledIn(String given, String trained) throws Exception {
    assertEquals(
        Catalogs.parse(Layer.class, "chain(" + trained.strip() + ", dense(3))"),
        model("-layers \"" + given.strip() + "\"", MIXED).spec().body());
  }

  @Test
  void missingAndUnseenValuesLookUpZeros() throws Exception {
    BackpropNetwork n = TestData.built("-layers embeddings -N 5", MIXED);
    Instance x = (Instance) MIXED.instance(0).copy();
    x.setDataset(MIXED);
    x.setMissing(1);
    double[] missing = n.distributionForInstance(x);
    x.setValue(1, 3); // violet, which no row has
    assertArrayEquals(missing, n.distributionForInstance(x));
    x.setValue(1, 1);
    assertFalse(Arrays.equals(missing, n.distributionForInstance(x)));
  }

  @Test
  void theOptionOverrulesTheLayers() throws Exception {
    assertEquals(5 + 1, model("-nominal index -layers dense(3)", MIXED).spec().input().elements());
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> model("-nominal one-hot -layers embeddings", MIXED));
    assertEquals(
        "option -layers: embeddings without sizes has a table for each nominal attribute that"
            + " -nominal makes an index, but there is none",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-layers embeddings -mixup 0.2          | option -mixup, which makes numbers between two",
        "-layers embeddings -augment smote      | option -augment: smote, which makes numbers",
        "-layers embeddings -augment noise(0.1) | option -augment: noise, which makes numbers",
        "-layers \"dense(3), embeddings\"       | option -layers: layer 1-embeddings: it has no",
        "-layers embeddings(columns=[2])        | option -layers: embeddings without sizes is for",
        "-layers \"embeddings([3, 2])\"         | option -layers: embeddings has a table of size 3",
        "-nominal ordinal                       | option -nominal is 'ordinal', allowed are auto,"
      })
  void refusals(String options, String message) {
    Instances data = new Instances(MIXED);
    data.instance(0).setValue(1, 3);
    Exception e = assertThrows(IllegalArgumentException.class, () -> model(options, data));
    assertTrue(e.getMessage().startsWith(message.strip()), e.getMessage());
  }

  @Test
  void swappingIndicesBetweenRowsIsAllowed() throws Exception {
    model("-layers embeddings -augment swap-noise(0.2)", MIXED);
  }

  @Test
  void pmmlRefusesIndicesByAttribute() throws Exception {
    BackpropNetwork n = TestData.built("-nominal index -layers dense(3,tanh) -N 2", MIXED);
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PmmlExport.write((NetworkPredictor) n.predictor().orElseThrow(), MIXED));
    assertTrue(e.getMessage().contains("'color'"), e.getMessage());
  }

  /** Which of two words comes twice in a row of six, some rows being shorter. */
  private static Instances sentences(boolean nominal, int rows, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("@relation r\n");
    for (int a = 0; a < 6; a++) {
      text.append("@attribute w" + a + (nominal ? " {a,b,c,d,e}\n" : " numeric\n"));
    }
    text.append("@attribute y {no,yes}\n@data\n");
    for (int r = 0; r < rows; r++) {
      int length = 3 + random.nextInt(4);
      boolean found = false;
      int before = -1;
      for (int a = 0; a < 6; a++) {
        int word = a < length ? random.nextInt(5) : -1;
        found |= before == 2 && word == 3;
        before = word;
        text.append(word < 0 ? "?" : nominal ? "abcde".substring(word, word + 1) : "" + word)
            .append(',');
      }
      text.append(found ? "yes\n" : "no\n");
    }
    return TestData.arff(text.toString());
  }

  @Test
  void wordsAreTheSameByNumberAndByName() throws Exception {
    String options = "-layers \"embedding(5, 6), masking, gru(8)\" -N 2";
    BackpropNetwork byName = TestData.built(options, sentences(true, 60, 1));
    BackpropNetwork byNumber = TestData.built(options, sentences(false, 60, 1));
    assertArrayEquals(
        byName.model().orElseThrow().parameters(), byNumber.model().orElseThrow().parameters());
  }

  @Test
  void aWordBeyondTheVocabularyIsRefusedByAttributeAndRow() throws Exception {
    Instances data = sentences(false, 60, 1);
    BackpropNetwork n = TestData.built("-layers \"embedding(5, 2), gru(3)\" -N 1", data);
    data.instance(7).setValue(2, 5);
    String allowed =
        ": allowed are the indices 0 to 4 of the embedding's words, and -1 or a missing value for"
            + " none";
    Exception e = assertThrows(IllegalArgumentException.class, () -> n.buildClassifier(data));
    assertEquals("attribute 'w2' is 5.0 in row 8" + allowed, e.getMessage());
    BackpropNetwork m = TestData.built("-layers \"embedding(6, 2), gru(3)\" -N 1", data);
    data.instance(7).setValue(2, 1.5);
    e =
        assertThrows(
            IllegalArgumentException.class, () -> m.distributionForInstance(data.instance(7)));
    assertTrue(e.getMessage().startsWith("attribute 'w2' is 1.5 in the row to predict"), "" + e);
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> model("-layers embedding(4,2)", sentences(true, 60, 1)));
    assertTrue(e.getMessage().startsWith("attribute 'w0' has 5 values, but"), e.getMessage());
  }

  @Test
  void theOrderOfWordsIsLearned() throws Exception {
    Instances data = sentences(false, 600, 2);
    BackpropNetwork n = TestData.built("-layers \"embedding(5, 8), masking, gru(16)\" -N 30", data);
    Instances fresh = sentences(false, 300, 3);
    Evaluation e = new Evaluation(data);
    e.evaluateModel(n, fresh);
    assertTrue(e.pctCorrect() > 95, "" + e.pctCorrect());
  }
}
