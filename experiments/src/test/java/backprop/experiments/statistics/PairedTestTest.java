// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.Fixtures;
import backprop.experiments.RealResults;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import weka.core.Utils;
import weka.experiment.PairedStats;
import weka.experiment.PairedStatsCorrected;

/** The tests against Weka's and against Commons Math's. */
class PairedTestTest {
  @Test
  void agreesWithWekaOnRealResults() {
    ExperimentResults results = RealResults.classification();
    CellTable cells = CellTable.of(results);
    int significant = 0;
    int compared = 0;
    for (DataSet data : results.dataSets()) {
      for (String name : results.metrics()) {
        Metric metric = Metrics.named(name);
        for (Configuration a : results.configurations()) {
          for (Configuration b : results.configurations()) {
            PairedTest mine =
                cells.compare(data.name(), a.name(), b.name(), metric).test().orElseThrow();
            PairedStats weka = new PairedStatsCorrected(0.05, mine.ratio());
            double[] first = cells.sample(data.name(), a.name(), metric).values();
            double[] second = cells.sample(data.name(), b.name(), metric).values();
            weka.add(first, second);
            weka.calculateDerived();
            agree(weka, mine);
            significant += mine.significance(0.05) == 0 ? 0 : 1;
            compared++;
          }
        }
      }
    }
    assertEquals(3 * 4 * 25, compared);
    assertTrue(significant > 20 && significant < compared - 20, "significant: " + significant);
  }

  private static void agree(PairedStats weka, PairedTest mine) {
    assertEquals(Utils.doubleToString(weka.xStats.mean, 4), Utils.doubleToString(mine.first(), 4));
    assertEquals(Utils.doubleToString(weka.yStats.mean, 4), Utils.doubleToString(mine.second(), 4));
    assertEquals(weka.differencesStats.mean, mine.difference(), 1e-9);
    assertEquals(weka.differencesStats.stdDev, mine.deviation(), 1e-6);
    assertEquals(
        Utils.doubleToString(weka.differencesProbability, 4), Utils.doubleToString(mine.p(), 4));
    assertEquals(weka.differencesProbability, mine.p(), 1e-9);
    assertEquals(weka.differencesSignificance, mine.significance(0.05));
  }

  @Test
  void agreesWithWekaOverManyShapes() {
    for (int n = 2; n <= 200; n += 11) {
      for (int seed = 0; seed < 20; seed++) {
        double[] a = Fixtures.noise(n, 80, 5, seed);
        double[] b = Fixtures.noise(n, 80 + seed * 0.3, 5, seed + 100);
        double ratio = 1.0 / (1 + seed);
        PairedStats weka = new PairedStatsCorrected(0.05, ratio);
        weka.add(a, b);
        weka.calculateDerived();
        agree(weka, PairedTest.corrected(a, b, ratio));
      }
    }
  }

  @Test
  void plainTestAgreesWithCommonsMath() {
    for (int seed = 0; seed < 50; seed++) {
      double[] a = Fixtures.noise(30, 0.8, 0.1, seed);
      double[] b = Fixtures.noise(30, 0.82, 0.1, seed + 7);
      PairedTest mine = PairedTest.plain(a, b);
      assertEquals(new TTest().pairedT(a, b), mine.t(), 1e-10);
      assertEquals(new TTest().pairedTTest(a, b), mine.p(), 1e-12);
    }
  }

  @Test
  void correctionMakesTheTestMoreCareful() {
    double[] a = Fixtures.noise(30, 0.8, 0.1, 1);
    double[] b = Fixtures.noise(30, 0.87, 0.1, 2);
    assertTrue(
        PairedTest.corrected(a, b, 1.0 / 9).p() > 2 * PairedTest.plain(a, b).p(),
        "nine training rows a test row multiply the variance of 30 values by 4.33");
  }

  @Test
  void equalDifferences() {
    double[] a = {0.1, 0.2, 0.3};
    assertEquals(1, PairedTest.corrected(a, a, 0.1).p());
    assertEquals(0, PairedTest.corrected(a, a, 0.1).significance(0.05));
    double[] b = {1, 2, 3};
    double[] c = {2, 3, 4};
    assertEquals(0, PairedTest.corrected(b, c, 0.1).p());
    assertEquals(-1, PairedTest.corrected(b, c, 0.1).significance(0.05));
  }

  @Test
  void refusesWhatItCannotTest() {
    double[] one = {1};
    double[] two = {1, 2};
    assertThrows(IllegalArgumentException.class, () -> PairedTest.corrected(one, one, 0.1));
    assertThrows(IllegalArgumentException.class, () -> PairedTest.corrected(one, two, 0.1));
    assertThrows(IllegalArgumentException.class, () -> PairedTest.corrected(two, two, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> PairedTest.corrected(two, two, -1));
  }
}
