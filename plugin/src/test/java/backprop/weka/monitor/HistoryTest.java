// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.model.EpochRecord;
import backprop.engine.train.TrainingEvent;
import backprop.weka.TestData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weka.classifiers.functions.BackpropNetwork;

class HistoryTest {
  private final History history = new History();

  private void epoch(int number, double validation, boolean best) {
    history.on(new TrainingEvent.EpochDone(new EpochRecord(number, 0.5, validation, 0.01), best));
  }

  @Test
  void tellsWhatTheWindowShows() {
    history.on(new TrainingEvent.Preparing("the first 2 layers learn"));
    assertEquals("the first 2 layers learn", history.view().preparing());
    assertEquals(0, history.view().planned());
    history.on(new TrainingEvent.Started(10, 4, 1.5));
    assertEquals("", history.view().preparing());
    assertTrue(Double.isNaN(history.view().left()));
    epoch(1, 0.4, true);
    epoch(2, 0.6, false);
    history.on(new TrainingEvent.Recovered("went back"));
    History.View running = history.view();
    assertEquals(10, running.planned());
    assertEquals(1, running.best());
    assertEquals("went back", running.note());
    assertEquals(null, running.ended());
    assertEquals(running.seconds() * 4, running.left(), 0.05 * running.left() + 1e-3);
    history.on(new TrainingEvent.Finished("stopped by hand"));
    history.end("done");
    assertEquals("stopped by hand", history.view().ended());
    assertEquals(history.view().seconds(), history.view().seconds());
  }

  /** A long training says how far it is every ten seconds; a short one says nothing. */
  @Test
  void theLogTellsALongTraining() {
    List<String> told = new ArrayList<>();
    long[] now = new long[1];
    ProgressLog log = new ProgressLog("iris", told::add, () -> now[0]);
    log.on(new TrainingEvent.Preparing("the first 2 layers learn"));
    now[0] = 11_000_000_000L;
    log.on(new TrainingEvent.Preparing("the first 2 layers still learn"));
    log.on(new TrainingEvent.Started(300, 4, 1.5));
    for (int epoch = 1; epoch <= 300; epoch++) {
      now[0] += 100_000_000L;
      log.on(new TrainingEvent.EpochDone(new EpochRecord(epoch, 0.5, 0.25, 0.01), true));
    }
    log.on(new TrainingEvent.Finished("all epochs done"));
    assertEquals(
        List.of(
            "iris: the first 2 layers still learn",
            "iris: epoch 100 of 300, loss 0.5000, validation loss 0.2500, after 21 s",
            "iris: epoch 200 of 300, loss 0.5000, validation loss 0.2500, after 31 s",
            "iris: epoch 300 of 300, loss 0.5000, validation loss 0.2500, after 41 s",
            "iris: training ended, all epochs done"),
        told);
    told.clear();
    ProgressLog soon = new ProgressLog("iris", told::add, () -> now[0]);
    soon.on(new TrainingEvent.Started(1, 4, 1.5));
    soon.on(new TrainingEvent.EpochDone(new EpochRecord(1, 0.5, 0.25, 0.01), true));
    soon.on(new TrainingEvent.Finished("all epochs done"));
    assertEquals(List.of(), told);
  }

  @Test
  void writesATable() {
    history.on(new TrainingEvent.Started(2, 4, 1.5));
    history.on(new TrainingEvent.Gradients(1, Map.of("0-dense", 2.5)));
    epoch(1, 0.25, true);
    history.on(new TrainingEvent.Gradients(2, Map.of("0-dense", 1.5)));
    epoch(2, Double.NaN, false);
    assertEquals(
        "epoch,training_loss,validation_loss,metric,rate,gradient_norm_0-dense\n"
            + "1,0.5,0.25,,0.01,2.5\n"
            + "2,0.5,,,0.01,1.5\n",
        History.csv(history.view()));
  }

  /** The tests have no display: the option is no reason to fail, and changes nothing. */
  @Test
  void withoutADisplayTrainingGoesOnWithoutAWindow() throws Exception {
    BackpropNetwork asked = TestData.network("-N 3 -monitor");
    BackpropNetwork plain = TestData.network("-N 3");
    asked.buildClassifier(TestData.iris());
    plain.buildClassifier(TestData.iris());
    assertArrayEquals(
        plain.model().orElseThrow().parameters(), asked.model().orElseThrow().parameters());
  }
}
