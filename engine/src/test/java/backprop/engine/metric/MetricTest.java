// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.RandomStream;
import backprop.engine.network.Catalogs;
import backprop.engine.text.Entry;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetricTest {
  private static double of(String metric, Scores s) {
    return Catalogs.parse(Metric.class, metric).of(s);
  }

  /** Four rows of class 0 and two of class 1, of which 3 and 1 are recognized. */
  private static Scores six() {
    Scores s = new Scores(Targets.classes(Targets.Form.SINGLE), 6, 1, 1);
    double[] p = {0.1, 0.2, 0.3, 0.8, 0.4, 0.9};
    double[] t = {0, 0, 0, 0, 1, 1};
    for (int i = 0; i < 6; i++) {
      s.add(p, i, t, i, 1, 1);
    }
    s.loss(0.25);
    return s;
  }

  /** Computed by hand. */
  @ParameterizedTest
  @CsvSource({
    "loss, 0.25",
    "accuracy, 0.6666666666666666",
    "error-rate, 0.3333333333333333",
    "balanced-accuracy, 0.625",
    "f1, 0.625",
    "auc, 0.875",
    "kappa, 0.25",
    "mcc, 0.25",
    "brier, 0.3833333333333333",
    "log-loss, 0.5527114"
  })
  void classesByHand(String metric, double expected) {
    assertEquals(expected, of(metric, six()), 1e-7);
  }

  @ParameterizedTest
  @CsvSource({
    "rmse, 3.5355339059327378",
    "mae, 2.5",
    "r2, 0.7714285714285714",
    "correlation, 0.8783100656536799"
  })
  void numbersByHand(String metric, double expected) {
    Scores s = new Scores(new Targets(Targets.Form.NUMBERS, 5), 4, 1, 1);
    double[] p = {1, 2, 4, 4};
    double[] t = {1, 2, 3, 5};
    for (int i = 0; i < 4; i++) {
      s.add(p, i, t, i, 1, 1);
    }
    assertEquals(expected, of(metric, s), 1e-12);
  }

  static Stream<Metric> metrics() {
    return Catalogs.texts().catalog(Metric.class).entries().stream().map(Entry::prototype);
  }

  private static Scores random(Metric m, boolean twice) {
    boolean numbers = m.kind() == Metric.Kind.NUMBERS;
    Targets targets = numbers ? Targets.numbers() : Targets.classes(Targets.Form.INDEX);
    int targetColumns = numbers ? 3 : 1;
    Scores s = new Scores(targets, 400, 3, targetColumns);
    RandomStream random = new RandomStream(7);
    double[] p = new double[3];
    double[] t = new double[3];
    for (int r = 0; r < 100; r++) {
      for (int c = 0; c < 3; c++) {
        p[c] = Math.rint(random.nextDouble() * 20) / 20;
        t[c] = numbers ? p[c] + random.nextGaussian() : random.nextInt(3);
      }
      int weight = random.nextInt(4);
      for (int i = 0; i < (twice ? weight : 1); i++) {
        s.add(p, 0, t, 0, targetColumns, twice ? 1 : weight);
      }
    }
    s.loss(1);
    return s;
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void aRowOfWeightTwoCountsLikeTwoRows(Metric m) {
    assertEquals(m.of(random(m, true)), m.of(random(m, false)), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void perfectPredictionsAreTheBestAndWrongOnesAreWorse(Metric m) {
    if (m.kind() == Metric.Kind.ANY) {
      return;
    }
    boolean numbers = m.kind() == Metric.Kind.NUMBERS;
    Targets targets = numbers ? Targets.numbers() : Targets.classes(Targets.Form.ONE_HOT);
    int columns = numbers ? 1 : 3;
    Scores right = new Scores(targets, 9, columns, columns);
    Scores wrong = new Scores(targets, 9, columns, columns);
    for (int r = 0; r < 9; r++) {
      double[] t = numbers ? new double[] {r} : new double[] {0, 0, 0};
      double[] other = numbers ? new double[] {(r + 4) % 9} : new double[] {0, 0, 0};
      if (!numbers) {
        t[r % 3] = 1;
        other[(r + 1) % 3] = 1;
      }
      right.add(t, 0, t, 0, columns, 1);
      wrong.add(r % 2 == 0 ? other : t, 0, t, 0, columns, 1);
    }
    double best = m.largerIsBetter() ? 1 : 0;
    assertEquals(best, m.of(right), 1e-12);
    assertTrue(m.largerIsBetter() ? m.of(wrong) < 0.99 : m.of(wrong) > 0.01, "" + m.of(wrong));
  }

  @Test
  void whatTheRowsDoNotDefineIsNaN() {
    Scores one = new Scores(Targets.classes(Targets.Form.SINGLE), 2, 1, 1);
    one.add(new double[] {0.3}, 0, new double[] {1}, 0, 1, 1);
    one.add(new double[] {0.6}, 0, new double[] {1}, 0, 1, 1);
    assertTrue(Double.isNaN(of("auc", one)));
    Scores flat = new Scores(Targets.numbers(), 2, 1, 1);
    flat.add(new double[] {0.3}, 0, new double[] {1}, 0, 1, 1);
    flat.add(new double[] {0.6}, 0, new double[] {1}, 0, 1, 1);
    assertTrue(Double.isNaN(of("r2", flat)));
    assertTrue(Double.isNaN(of("correlation", flat)));
  }

  @Test
  void aMetricForOtherTargetsIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Accuracy().check("accuracy", Targets.numbers()));
    assertEquals("the metric accuracy is for classes, but the targets are numbers", e.getMessage());
    Targets classes = Targets.classes(Targets.Form.INDEX);
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new RootMeanSquaredError().check("rmse", classes));
    assertEquals("the metric rmse is for numbers, but the targets are classes", e.getMessage());
    new MeanLoss().check("loss", classes);
  }
}
