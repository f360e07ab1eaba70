// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;

/** The signed-rank test against tables, against Commons Math, and against chance. */
final class SignedRanksTest {
  @Test
  void smallSamplesAsInTables() {
    assertEquals(1 / 32.0, SignedRanks.losses(-1, -2, -3, -4, -5).p());
    assertEquals(2 / 32.0, SignedRanks.losses(1, -2, -3, -4, -5).p());
    assertEquals(1, SignedRanks.losses(1, 2, 3).p());
    assertEquals(1, SignedRanks.losses(0, 0).p());
    assertEquals(new SignedRanks(3, 0, 1 / 8.0), SignedRanks.losses(0, -2, -2, -2));
    assertEquals(1.5, SignedRanks.losses(2, -2, -3).positive());
    assertEquals(3 / 8.0, SignedRanks.losses(2, -2, -3).p());
  }

  @Test
  void agreesWithCommonsMath() {
    Random random = new Random(3);
    for (int n = 5; n <= 14; n++) {
      double[] a = random.doubles(n).toArray();
      double[] b = random.doubles(n).toArray();
      double[] gains = new double[n];
      double[] losses = new double[n];
      for (int i = 0; i < n; i++) {
        gains[i] = a[i] - b[i];
        losses[i] = -gains[i];
      }
      double least = Math.min(SignedRanks.losses(gains).p(), SignedRanks.losses(losses).p());
      double both = new WilcoxonSignedRankTest().wilcoxonSignedRankTest(a, b, true);
      assertEquals(both, Math.min(1, 2 * least), 1e-9, "n = " + n);
    }
  }

  @Test
  void findsNoMoreByChanceThanItsLevel() {
    Random random = new Random(4);
    int found = 0;
    for (int i = 0; i < 2000; i++) {
      found += SignedRanks.losses(random.doubles(10, -1, 1).toArray()).p() <= 0.05 ? 1 : 0;
    }
    assertTrue(found <= 0.05 * 2000 * 1.3, found + " of 2000");
    assertTrue(found >= 0.02 * 2000, found + " of 2000");
  }
}
