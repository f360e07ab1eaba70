// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.model.EpochRecord;
import backprop.engine.train.TrainingEvent;
import backprop.weka.TestData;
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
