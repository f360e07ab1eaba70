// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.Fixtures;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import weka.experiment.PairedStatsCorrected;

/** Gains and Holm's correction against Commons Math, Weka and values worked out by hand. */
class GainTest {
  private static final Metric KAPPA = Metrics.named("kappa");
  private static final Metric ERROR = Metrics.named("root-mean-squared-error");

  @Test
  void oneSidedProbabilitiesAgreeWithCommonsMath() {
    for (int seed = 0; seed < 30; seed++) {
      double[] a = Fixtures.noise(20, 0.8, 0.1, seed);
      double[] b = Fixtures.noise(20, 0.82, 0.1, seed + 7);
      Gain gain = Gain.of(PairedTest.plain(a, b), KAPPA);
      double margin = 0.03;
      double[] moved = Fixtures.map(b, v -> v + margin);
      double twoSided = new TTest().pairedTTest(a, moved);
      double expected = gain.mean() > margin ? twoSided / 2 : 1 - twoSided / 2;
      assertEquals(expected, gain.above(margin), 1e-9);
      assertEquals(1 - expected, gain.below(margin), 1e-9);
      assertEquals(new TTest().pairedTTest(a, b), gain.either(), 1e-9);
    }
  }

  @Test
  void theCorrectedTestAgreesWithWeka() {
    for (int seed = 0; seed < 30; seed++) {
      double[] a = Fixtures.noise(30, 0.8, 0.1, seed);
      double[] b = Fixtures.noise(30, 0.83, 0.1, seed + 7);
      PairedStatsCorrected weka = new PairedStatsCorrected(0.05, 1.0 / 9);
      weka.add(a, b);
      weka.calculateDerived();
      Gain gain = Gain.of(PairedTest.corrected(a, b, 1.0 / 9), KAPPA);
      assertEquals(weka.differencesProbability, gain.either(), 1e-9);
      Gain errors = Gain.of(PairedTest.corrected(a, b, 1.0 / 9), ERROR);
      assertEquals(-gain.mean(), errors.mean());
      assertEquals(gain.above(0), errors.below(0), 1e-12);
    }
  }

  @Test
  void theIntervalHoldsWhatTheTestDoesNotRefuse() {
    double[] a = Fixtures.noise(12, 0.8, 0.1, 3);
    double[] b = Fixtures.noise(12, 0.7, 0.1, 4);
    Gain gain = Gain.of(PairedTest.corrected(a, b, 0.1), KAPPA);
    double low = gain.mean() - gain.halfWidth(0.9);
    double high = gain.mean() + gain.halfWidth(0.9);
    assertEquals(0.05, gain.above(low), 1e-9);
    assertEquals(0.05, gain.below(high), 1e-9);
    assertEquals(0.05, gain.outside(Math.max(-low, high)), 0.05);
    assertTrue(gain.outside(1.01 * Math.max(-low, high)) < 0.05);
    assertTrue(gain.outside(0.99 * Math.max(-low, high)) > 0.05);
  }

  @Test
  void equalDifferencesAreASignTest() {
    double[] a = {0.3, 0.4, 0.5, 0.6};
    double[] b = Fixtures.map(a, v -> v - 0.1);
    Gain gain = Gain.of(PairedTest.corrected(a, b, 0.1), KAPPA);
    assertEquals(0, gain.error());
    assertEquals(0.0625, gain.above(0));
    assertEquals(0.125, gain.either());
    assertEquals(1, gain.above(0.2));
    assertEquals(1, Gain.of(PairedTest.corrected(a, a, 0.1), KAPPA).either());
    assertEquals(0, Gain.of(PairedTest.corrected(a, a, 0.1), KAPPA).effect());
  }

  @Test
  void holmByHand() {
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06, 0.02}, Holm.adjust(0.01, 0.04, 0.03, 0.005), 1e-12);
    assertArrayEquals(new double[] {1, 1}, Holm.adjust(0.6, 0.9), 1e-12);
    assertArrayEquals(new double[] {0.3}, Holm.adjust(0.3), 1e-12);
    assertEquals(0, Holm.adjust().length);
  }
}
