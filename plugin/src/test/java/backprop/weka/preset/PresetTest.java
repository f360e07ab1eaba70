// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.train.TrainingEvent;
import backprop.engine.train.TrainingListener;
import backprop.weka.TestData;
import backprop.weka.examples.Digits;
import backprop.weka.examples.Tables;
import backprop.weka.fit.Fit;
import backprop.weka.fit.Supervision;
import backprop.weka.fit.Training;
import backprop.weka.options.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weka.classifiers.Classifier;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SerializationHelper;
import weka.filters.Filter;
import weka.filters.unsupervised.attribute.BackpropWindow;

/** Each preset trains and predicts from data as it is, and learns what only it can see. */
final class PresetTest {
  private static double correct(String options, Instances data, int folds) throws Exception {
    Evaluation evaluation = new Evaluation(data);
    evaluation.crossValidateModel(TestData.network(options), data, folds, new Random(1));
    return evaluation.pctCorrect();
  }

  private static void above(double least, String options, Instances data, int folds)
      throws Exception {
    double found = correct(options, data, folds);
    assertTrue(found >= least, options + ": " + found + "% correct");
  }

  @ParameterizedTest
  @CsvSource({"wide", "deep", "autoencoder", "'wide(64, dropout=0)'", "'deep(16, blocks=1)'"})
  void tables(String preset) throws Exception {
    above(92, "-preset \"" + preset + "\"", TestData.iris(), 3);
  }

  @Test
  void theAutoencoderLearnsBeforeTheClassIsLookedAt() throws Exception {
    Instances iris = TestData.iris();
    BackpropNetwork fresh =
        TestData.built("-preset \"autoencoder([6, 2], epochs=1)\" -N 1 -optimizer sgd(1e-9)", iris);
    BackpropNetwork learned =
        TestData.built(
            "-preset \"autoencoder([6, 2], epochs=80)\" -N 1 -optimizer sgd(1e-9)", iris);
    assertTrue(
        fresh.toString().contains("the first 2 layers learned in 1 epochs"), fresh.toString());
    double before = error(fresh.toString());
    double after = error(learned.toString());
    assertTrue(after < before / 2, before + " to " + after);
    assertFalse(
        java.util.Arrays.equals(
            fresh.model().orElseThrow().parameters(), learned.model().orElseThrow().parameters()));
  }

  /** Whoever watches a training can stop and pause it before the class is looked at, too. */
  @Test
  void pretrainingIsWatchedAndStopped() throws Exception {
    Supervision watch = new Supervision(false);
    List<String> told = new ArrayList<>();
    TrainingListener watcher =
        e -> {
          if (e instanceof TrainingEvent.Preparing p && p.sentence().startsWith("the first ")) {
            told.add(p.sentence());
            if (told.size() == 3) {
              watch.stop();
            }
          }
        };
    Settings settings =
        Settings.take(new String[] {"-preset", "autoencoder([6, 2], epochs=100000000)"});
    try (Training training = new Fit(TestData.iris(), settings, 1).start(watch, watcher)) {
      assertFalse(training.next());
      String text = training.finish().summary();
      assertTrue(text.contains("before they learned the class: stopped by hand"), text);
      assertTrue(text.contains("(stopped by hand)"), text);
    }
    assertEquals(3, told.size());
    assertTrue(
        told.get(2).startsWith("the first 2 layers learn to give back the inputs: epoch 3 of 1"),
        told.get(2));
  }

  /** Half of the time limit is for pretraining, the rest for the class. */
  @Test
  void theTimeLimitHoldsForPretrainingToo() throws Exception {
    BackpropNetwork network =
        TestData.built(
            "-preset \"autoencoder([6, 2], epochs=100000000)\" -N 100000000 -E 0 -time-limit 1",
            TestData.iris());
    String text = network.toString();
    assertTrue(text.contains("learned the class: time limit of 0.5 s reached"), text);
    assertTrue(network.getMeasure("measureEpochs") > 0, text);
    // Half a second each, less what passes between the epochs.
    assertTrue(network.getMeasure("measureTrainingSeconds") > 0.6, text);
  }

  private static double error(String summary) {
    String rest = summary.substring(summary.indexOf("mean squared error of ") + 22);
    return Double.parseDouble(rest.substring(0, rest.indexOf(',')));
  }

  @Test
  void pixels() throws Exception {
    above(90, "-preset image(filters=8) -N 25", Digits.pixels(400, 12, 1), 2);
    BackpropNetwork sized =
        TestData.built("-preset \"image(9, 16, filters=4)\" -N 1", Digits.pixels(30, 12, 1));
    assertTrue(sized.toString().contains("9 x 16 x 1"), sized.toString());
    BackpropNetwork own =
        TestData.built(
            "-preset image -layers \"conv2d(3, 3), flatten\" -N 1", Digits.pixels(30, 12, 1));
    assertTrue(own.toString().contains("10 x 10 x 3"), own.toString());
  }

  @Test
  void filesOfPictures(@TempDir Path folder) throws Exception {
    Instances data = Digits.files(300, 24, 2, folder);
    String options = "-preset \"image-files('" + folder + "', 12, 12, 1, filters=8)\" -N 30";
    above(85, options, data, 2);
    BackpropNetwork network = TestData.built(options, data);
    Instance row = (Instance) data.instance(0).copy();
    row.setDataset(data);
    row.setValue(0, data.attribute(0).addStringValue("nowhere.png"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> network.distributionForInstance(row))
            .getMessage();
    assertTrue(message.startsWith("attribute 'file' of the row to predict: the picture "), message);
    assertTrue(message.contains("nowhere.png"), message);
    row.setMissing(0);
    assertEquals(10, network.distributionForInstance(row).length);
  }

  @Test
  void relations() throws Exception {
    above(90, "-preset \"sequence(units=16)\" -N 25", Tables.gestures(240), 2);
    BackpropNetwork few = TestData.built("-preset \"sequence(steps=4)\" -N 1", Tables.gestures(40));
    assertTrue(few.toString().contains("'series' as 4 steps of 5 numbers"), few.toString());
  }

  @Test
  void steps() throws Exception {
    above(90, "-preset \"sequence(features=2, units=16)\" -N 25", Tables.pulses(240), 2);
  }

  @Test
  void text() throws Exception {
    String small = "filters=16, dimensions=16)\"";
    above(85, "-preset \"text(" + small, Tables.reviews(240, false), 2);
    above(80, "-preset \"text(" + small, Tables.reviews(240, true), 2);
    above(65, "-preset \"text(characters, " + small, Tables.reviews(240, false), 2);
  }

  /** A word that is only in rows to predict is none that was learned. */
  @Test
  void foldsLearnTheirOwnWords() throws Exception {
    Instances data = Tables.reviews(60, false);
    Instances train = data.trainCV(3, 0);
    Instances test = data.testCV(3, 0);
    BackpropNetwork network = TestData.built("-preset \"text(min-rows=1)\" -N 2", train);
    Instance row = test.instance(0);
    double[] before = network.distributionForInstance(row);
    Instance other = (Instance) row.copy();
    other.setDataset(test);
    String own = row.stringValue(0).substring(0, row.stringValue(0).indexOf(':'));
    String changed = row.stringValue(0).replace(own, "Elsewhere");
    other.setValue(0, test.attribute(0).addStringValue(changed));
    assertArrayEquals(before, network.distributionForInstance(other));
    Instance known = (Instance) train.instance(0).copy();
    known.setDataset(train);
    double[] first = network.distributionForInstance(known);
    known.setValue(0, train.attribute(0).addStringValue("Elsewhere" + known.stringValue(0)));
    assertFalse(java.util.Arrays.equals(first, network.distributionForInstance(known)));
  }

  @Test
  void windows() throws Exception {
    BackpropWindow filter = new BackpropWindow();
    Instances series = Tables.sales(240);
    filter.setInputFormat(series);
    Instances windows = Filter.useFilter(series, filter);
    assertEquals(240 - 12, windows.numInstances());
    assertEquals(13, windows.numAttributes());
    assertEquals("sales[t-11]", windows.attribute(0).name());
    assertEquals("sales[t+1]", windows.classAttribute().name());
    assertEquals(series.instance(0).value(1), windows.instance(0).value(0));
    assertEquals(series.instance(12).value(1), windows.instance(0).classValue());
    Instances train = new Instances(windows, 0, 180);
    Instances test = new Instances(windows, 180, 48);
    Evaluation evaluation = new Evaluation(train);
    evaluation.evaluateModel(TestData.built("-preset window -N 60", train), test);
    assertTrue(evaluation.rootRelativeSquaredError() < 20, evaluation.toSummaryString());
  }

  /** What is saved is all that is needed. */
  @Test
  void savedModelsPredictTheSame(@TempDir Path folder) throws Exception {
    same("-preset text -N 2", Tables.reviews(40, true));
    same("-preset sequence -N 2", Tables.gestures(40));
    same("-preset \"image-files('" + folder + "')\" -N 2", Digits.files(20, 24, 2, folder));
    same("-preset image -N 2", Digits.pixels(20, 12, 1));
    same("-preset autoencoder -N 2", TestData.iris());
  }

  private static void same(String options, Instances data) throws Exception {
    BackpropNetwork network = TestData.built(options, data);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(network);
    }
    Classifier read =
        (Classifier) SerializationHelper.read(new ByteArrayInputStream(bytes.toByteArray()));
    for (int r = 0; r < 10; r++) {
      assertArrayEquals(
          network.distributionForInstance(data.instance(r)),
          read.distributionForInstance(data.instance(r)));
    }
    assertArrayEquals(network.getOptions(), ((BackpropNetwork) read).getOptions());
  }

  /** Rows that come one by one, each with a header whose strings are its own. */
  @Test
  void rowsOneByOne() throws Exception {
    Instances data = Tables.reviews(40, false);
    BackpropNetwork together = TestData.built("-preset text -N 3", data);
    BackpropNetwork single = TestData.network("-preset text -N 3");
    single.buildClassifier(new Instances(data, 0));
    Instances header = new Instances(data.stringFreeStructure(), 0);
    for (int r = 0; r < data.numInstances(); r++) {
      double[] values = data.instance(r).toDoubleArray();
      header.attribute(0).setStringValue(data.instance(r).stringValue(0));
      values[0] = 0;
      Instance x = new DenseInstance(1, values);
      x.setDataset(header);
      single.updateClassifier(x);
    }
    single.batchFinished();
    assertArrayEquals(
        together.distributionForInstance(data.instance(3)),
        single.distributionForInstance(data.instance(3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wide | -layers dense(3) | options -preset \"wide\" and -layers \"dense(3)\" both give",
        "image(3) | | option -preset: the preset image(3) does not fit 4 attributes",
        "sequence(features=3) | | option -preset: the preset sequence(features=3) does not fit 4",
        "text | | option -preset: the preset text reads string attributes, but there is none",
        "image-files(height=0) | | option -preset \"image-files(height=0)\", column",
        "txet | | option -preset \"txet\", column 1",
      })
  void whatDoesNotFitIsSaid(String preset, String more, String sentence) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    TestData.built(
                        "-preset " + preset + " " + (more == null ? "" : more), TestData.iris()))
            .getMessage();
    assertTrue(message.startsWith(sentence), message);
  }
}
