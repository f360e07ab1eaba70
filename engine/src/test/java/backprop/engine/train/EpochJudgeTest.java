// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.metric.MeanLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochJudgeTest {
  /** The epoch after which it stops where the best one is given. */
  private static int stopsAfter(EarlyStopping stopping, int best) {
    EpochJudge judge = new EpochJudge(stopping, "validation");
    for (int epoch = 1; epoch < 1000; epoch++) {
      double cost = Math.abs(epoch - best);
      boolean foretold = judge.endsPatience(cost);
      judge.isBest(epoch, cost);
      assertEquals(foretold, judge.stops() != null, "what is foretold before epoch " + epoch);
      if (foretold) {
        int patience = epoch - best;
        assertEquals("no better validation loss in " + patience + " epochs", judge.stops());
        assertEquals(best, judge.bestEpoch());
        return epoch;
      }
    }
    return 0;
  }

  @ParameterizedTest
  @CsvSource({"3, 0, 20, 23", "3, 0.5, 4, 7", "3, 0.5, 20, 30", "3, 0.5, 21, 32", "0, 0.5, 20, 0"})
  void patienceGrowsWithTheBestEpoch(int patience, double growth, int best, int last) {
    assertEquals(
        last, stopsAfter(new EarlyStopping(patience, growth, 0, new MeanLoss(), true), best));
  }

  @Test
  void growthIsNotNegative() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new EarlyStopping(3, -0.5, 0, new MeanLoss(), true));
    assertTrue(refused.getMessage().contains("growth is -0.5"), refused.getMessage());
  }
}
