// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.graph.Slot;
import backprop.engine.network.Network;
import backprop.weka.TestData;
import backprop.weka.examples.Digits;
import backprop.weka.predict.NetworkPredictor;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weka.classifiers.evaluation.NominalPrediction;
import weka.classifiers.evaluation.NumericPrediction;
import weka.classifiers.evaluation.Prediction;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Attribute;

/** The pictures of results show the numbers that they are about. */
final class PicturesTest {
  private static final Attribute CLASSES = new Attribute("class", List.of("no", "yes"));

  private static NetworkPredictor predictor(BackpropNetwork network) {
    return (NetworkPredictor) network.predictor().orElseThrow();
  }

  @Test
  void filtersOfAConvolution() throws Exception {
    BackpropNetwork network =
        TestData.built("-preset \"image(filters=5)\" -N 2", Digits.pixels(40, 12, 1));
    List<WeightPictures.Weights> all = WeightPictures.of(predictor(network)).orElseThrow();
    assertEquals(5, all.size());
    float[] parameters = network.model().orElseThrow().parameters();
    Slot slot =
        Network.layout(network.model().orElseThrow().spec()).slots().stream()
            .filter(s -> s.path().equals("1-conv2d/weights"))
            .findFirst()
            .orElseThrow();
    double[] third = new double[9];
    for (int p = 0; p < 9; p++) {
      third[p] = parameters[slot.offset() + 5 * p + 2];
    }
    assertArrayEquals(third, all.get(2).values());
    BufferedImage sheet = WeightPictures.sheet(all);
    assertTrue(sheet.getWidth() >= 320 && sheet.getHeight() > 64);
  }

  /** A pixel that never varies is no input, and its neighbors stay in their places. */
  @Test
  void unitsOfADenseLayer() throws Exception {
    weka.core.Instances digits = Digits.pixels(40, 12, 1);
    digits.forEach(x -> x.setValue(7, 3));
    BackpropNetwork network = TestData.built("-layers \"dense(6, relu)\" -N 2", digits);
    List<WeightPictures.Weights> all = WeightPictures.of(predictor(network)).orElseThrow();
    assertEquals(6, all.size());
    assertEquals(12, all.get(0).width());
    assertEquals(144, all.get(0).values().length);
    float[] parameters = network.model().orElseThrow().parameters();
    Slot slot =
        Network.layout(network.model().orElseThrow().spec()).slots().stream()
            .filter(s -> s.path().equals("0-dense/weights"))
            .findFirst()
            .orElseThrow();
    assertEquals(143, slot.rows());
    double[] values = all.get(4).values();
    assertEquals(0, values[7]);
    assertEquals(parameters[slot.offset() + 6 * 6 + 4], values[6], 0);
    assertEquals(parameters[slot.offset() + 7 * 6 + 4], values[8], 0);
    assertTrue(
        WeightPictures.of(predictor(TestData.built("-N 2", digits))).isPresent(), "an ensemble");
  }

  @Test
  void otherDataHasNoWeightsToShow() throws Exception {
    assertTrue(
        WeightPictures.of(predictor(TestData.built("-layers dense(4) -N 1", TestData.iris())))
            .isEmpty());
  }

  @Test
  void confusions() {
    List<Prediction> predictions = new ArrayList<>();
    predictions.add(new NominalPrediction(0, new double[] {0.9, 0.1}, 2));
    predictions.add(new NominalPrediction(0, new double[] {0.2, 0.8}, 1));
    predictions.add(new NominalPrediction(1, new double[] {0.2, 0.8}, 1));
    predictions.add(new NominalPrediction(Double.NaN, new double[] {0.2, 0.8}, 1));
    double[][] matrix = ConfusionPicture.matrix(predictions, 2);
    assertArrayEquals(new double[] {2, 1}, matrix[0]);
    assertArrayEquals(new double[] {0, 1}, matrix[1]);
    BufferedImage some = ConfusionPicture.of(matrix, CLASSES);
    BufferedImage other = ConfusionPicture.of(new double[][] {{0, 3}, {1, 0}}, CLASSES);
    assertEquals(some.getWidth(), other.getWidth());
    int differing = 0;
    for (int x = 0; x < some.getWidth(); x++) {
      for (int y = 0; y < some.getHeight(); y++) {
        differing += some.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
      }
    }
    assertNotEquals(0, differing);
  }

  @Test
  void itemsAreThereWhereTheyHaveSomethingToShow() {
    ConfusionItem item = new ConfusionItem();
    assertNull(item.getVisualizeMenuItem(null, CLASSES));
    assertNull(
        item.getVisualizeMenuItem(
            new ArrayList<>(List.of(new NumericPrediction(1, 2))), new Attribute("y")));
    assertNotNull(
        item.getVisualizeMenuItem(
            new ArrayList<>(List.of(new NominalPrediction(0, new double[] {1, 0}))), CLASSES));
    assertNull(new CurveItem().getVisualizeMenuItem("<BIF></BIF>", "nothing"));
    assertNull(new WeightItem().getVisualizeMenuItem("<BIF></BIF>", "nothing"));
  }
}
