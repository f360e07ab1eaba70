// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.model.Provenance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.core.SerializationHelper;

/** The options for what is done around a training step reach the training, and are recorded. */
class TechniqueOptionsTest {
  private static final String SMALL = "-layers dense(6,tanh) -N 5 ";

  private static float[] weights(String options, Instances data) throws Exception {
    return TestData.built(options, data).model().orElseThrow().parameters();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-mixup 0.3",
        "-accumulate 2",
        "-augment noise(0.1)",
        "-augment swap-noise(0.2)",
        "-augment smote(3)"
      })
  void eachChangesTrainingAndGivesTheSameAgain(String options) throws Exception {
    Instances data = TestData.mixed(160, false, 5);
    float[] once = weights(SMALL + options, data);
    assertArrayEquals(once, weights(SMALL + options, data));
    assertArrayEquals(once, weights(SMALL + options + " -threads 1", data));
    assertFalse(Arrays.equals(once, weights(SMALL, data)), options + " changed nothing");
  }

  @Test
  void accumulationIsALargerBatch() throws Exception {
    Instances data = TestData.mixed(160, false, 5);
    float[] large = weights(SMALL + "-batch 32", data);
    float[] small = weights(SMALL + "-batch 8 -accumulate 4", data);
    assertArrayEquals(large, small, 2e-4f);
  }

  @Test
  void theTimeLimitStopsTrainingWithAModelThatPredicts() throws Exception {
    Instances data = TestData.mixed(160, false, 5);
    BackpropNetwork n = TestData.built("-N 100000 -batch 4 -time-limit 0.2 -V 20", data);
    Provenance how = n.model().orElseThrow().how();
    assertEquals("time limit of 0.2 s reached", how.stopReason());
    assertTrue(how.history().size() < 100000);
    Evaluation e = new Evaluation(data);
    e.evaluateModel(n, data);
    assertTrue(e.pctCorrect() > 40, "" + e.pctCorrect());
  }

  @Test
  void theModelSaysHowItWasTrained() throws Exception {
    Instances data = TestData.mixed(160, false, 5);
    BackpropNetwork n =
        TestData.built(
            SMALL
                + "-V 25 -E 3 -metric balanced-accuracy -min-gain 0.01 -accumulate 2 -batch 16"
                + " -mixup 0.2 -augment \"swap-noise(0.1), smote\" -time-limit 500",
            data);
    Provenance how = n.model().orElseThrow().how();
    assertEquals(
        "batch 16, accumulate 2, mixup 0.2, swap-noise(0.1), smote, metric balanced-accuracy,"
            + " patience 3, minimum gain 0.01, time limit 500 s",
        how.training());
    assertTrue(how.history().get(0).score() > 0);
    assertTrue(how.remarks().get(0).startsWith("smote added "), "" + how.remarks());
    BackpropNetwork copy = (BackpropNetwork) SerializationHelper.read(bytes(n));
    assertEquals(how, copy.model().orElseThrow().how());
    assertTrue(copy.toString().contains("mixup 0.2"), copy.toString());
    assertArrayEquals(n.getOptions(), copy.getOptions());
  }

  private static InputStream bytes(Object o) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SerializationHelper.write(out, o);
    return new ByteArrayInputStream(out.toByteArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | -metric rmse | option -metric: the metric rmse is for numbers, but the targets are",
        "true | -metric auc | option -metric: the metric auc is for classes, but the targets are",
        "true | -augment smote | option -augment: the augmentation smote is for classes, but the",
        "false | -augment flip | option -augment: the augmentation flip is for images, but the"
      })
  void whatDoesNotFitIsRefusedInTrainingAndInTheCheckBefore(
      boolean numeric, String options, String message) {
    Instances data = TestData.mixed(60, numeric, 5);
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> TestData.built(SMALL + options, data));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
    e =
        assertThrows(
            IllegalArgumentException.class, () -> TestData.network(SMALL + options).check(data));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void smoteRaisesTheRecallOfARareClass() throws Exception {
    Instances data = TestData.mixed(400, false, 6);
    Instances rare = new Instances(data, 0);
    for (int i = 0; i < data.numInstances(); i++) {
      if (data.instance(i).classValue() != 0 || i % 6 == 0) {
        rare.add(data.instance(i));
      }
    }
    Instances fresh = TestData.mixed(400, false, 7);
    double plain = recall("-N 20 -layers dense(6,tanh)", rare, fresh);
    double smote = recall("-N 20 -layers dense(6,tanh) -augment smote", rare, fresh);
    assertTrue(smote > plain + 0.05, plain + " without, " + smote + " with smote");
  }

  private static double recall(String options, Instances data, Instances fresh) throws Exception {
    Evaluation e = new Evaluation(data);
    e.evaluateModel(TestData.built(options, data), fresh);
    return e.recall(0);
  }

  /**
   * Images of 8 x 8 pixels with a horizontal or a vertical line at any place but the edge, which is
   * always black: a table would leave the edge out.
   */
  private static Instances lines(int rows, int move, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("@relation lines\n");
    for (int i = 0; i < 64; i++) {
      text.append("@attribute p").append(i).append(" numeric\n");
    }
    text.append("@attribute y {horizontal,vertical}\n@data\n");
    for (int r = 0; r < rows; r++) {
      boolean vertical = random.nextBoolean();
      int place = 3 + random.nextInt(2 * move + 1) - move;
      for (int i = 0; i < 64; i++) {
        int along = vertical ? i / 8 : i % 8;
        int across = vertical ? i % 8 : i / 8;
        boolean on = across == place && along > 0 && along < 7;
        boolean edge = across == 0 || across == 7 || along == 0 || along == 7;
        text.append(on ? 200 + random.nextInt(55) : edge ? 0 : random.nextInt(20)).append(',');
      }
      text.append(vertical ? "vertical" : "horizontal").append('\n');
    }
    return TestData.arff(text.toString());
  }

  @Test
  void imagesKeepTheirConstantPixelsAndShiftedOnesAreRecognized() throws Exception {
    Instances data = lines(60, 0, 1);
    Instances moved = lines(200, 2, 2);
    String image = "-N 60 -layers \"reshape(8, 8, 1), flatten, dense(24, relu)\"";
    double plain = accuracy(image, data, moved);
    double shifted = accuracy(image + " -augment shift(0.3)", data, moved);
    assertTrue(shifted > plain + 10, plain + "% without, " + shifted + "% with shift");
  }

  private static double accuracy(String options, Instances data, Instances fresh) throws Exception {
    Evaluation e = new Evaluation(data);
    BackpropNetwork n = TestData.built(options, data);
    assertEquals(64, n.model().orElseThrow().spec().input().elements());
    e.evaluateModel(n, fresh);
    return e.pctCorrect();
  }

  @Test
  void anImageOfTheWrongSizeIsRefused() {
    Instances data = lines(20, 2, 1);
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TestData.built("-layers \"reshape(8, 9, 1), flatten\" -augment flip", data));
    assertTrue(e.getMessage().startsWith("option -layers: "), e.getMessage());
    assertTrue(e.getMessage().contains("8 x 9 x 1"), e.getMessage());
  }
}
