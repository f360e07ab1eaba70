// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.RealResults;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weka.experiment.ClassifierSplitEvaluator;
import weka.experiment.RegressionSplitEvaluator;

/** The table of metrics. */
class MetricsTest {
  private static Set<String> columns(String[] names) {
    Set<String> columns = new HashSet<>(Arrays.asList(names));
    columns.remove("Summary");
    return columns;
  }

  @Test
  void coversEveryColumnOfTheExperimenter() {
    Set<String> nominal = columns(new ClassifierSplitEvaluator().getResultNames());
    Set<String> numeric = columns(new RegressionSplitEvaluator().getResultNames());
    for (Metric metric : Metrics.all()) {
      if (!metric.column().equals("Log_loss")) {
        assertEquals(nominal.contains(metric.column()), metric.task().covers(2), metric.column());
        assertEquals(numeric.contains(metric.column()), metric.task().covers(0), metric.column());
      }
    }
    nominal.addAll(numeric);
    for (String column : nominal) {
      assertTrue(Metrics.find(column).isPresent(), column);
    }
  }

  @Test
  void namesAreUniqueAndFoundInAllForms() {
    Set<String> seen = new HashSet<>();
    for (Metric metric : Metrics.all()) {
      assertTrue(seen.add(metric.name()), metric.name());
      assertTrue(seen.add(metric.column()), metric.column());
      assertTrue(metric.variable().matches("[a-z][A-Za-z]*"), metric.variable());
      assertSame(metric, Metrics.named(metric.name()));
      assertSame(metric, Metrics.named(metric.variable()));
      assertSame(metric, Metrics.named(metric.column()));
    }
    assertEquals("percentCorrect", Metrics.named("Percent_correct").variable());
    assertEquals("logLoss", Metrics.named("log-loss").variable());
  }

  @Test
  void directionsAgreeWithRealSchemes() {
    // NaiveBayes (learner3) is much better than ZeroR (learner2) on iris, whatever is measured.
    ExperimentResults results = RealResults.classification();
    CellTable cells = CellTable.of(results);
    int checked = 0;
    for (Metric metric : Metrics.all()) {
      Sample good = cells.sample("iris", "learner3", metric);
      Sample bad = cells.sample("iris", "learner2", metric);
      boolean costs = metric.unit().equals("s") || metric.unit().equals("ms");
      // ZeroR's regions are all classes and cover all rows; counts of one class say little.
      boolean exempt = metric.name().equals("coverage") || metric.name().startsWith("first-");
      if (good.n() == 20 && bad.n() == 20 && !costs && !exempt) {
        double gain = metric.direction().gain(good.mean(), bad.mean());
        if (metric.direction() != Metric.Direction.NEUTRAL) {
          assertTrue(gain >= 0, metric.name() + " " + good.mean() + " " + bad.mean());
          checked++;
        }
      }
    }
    assertTrue(checked > 15, "checked " + checked);
  }

  @Test
  void unknownNameGetsTheNearest() {
    String message =
        assertThrows(ExperimentException.class, () -> Metrics.named("percent_corect")).getMessage();
    assertEquals("unknown metric \"percent_corect\"; did you mean 'percent-correct'?", message);
    assertTrue(
        assertThrows(ExperimentException.class, () -> Metrics.named("zzzzzzzzzz"))
            .getMessage()
            .contains("known are percent-correct, "));
  }

  @Test
  void timesAreNotRepeatable() {
    assertFalse(Metrics.named("training-time").repeatable());
    assertFalse(Metrics.named("testing-cpu-millis").repeatable());
    assertTrue(Metrics.named("kappa").repeatable());
  }

  @Test
  void samplesAndPairsGoByRepeatAndFold() {
    ExperimentResults results = RealResults.regression();
    CellTable cells = CellTable.of(results);
    Metric metric = Metrics.named("correlation");
    assertEquals(20, cells.sample("cpu", "learner2", metric).n());
    Configuration last = results.configurations().get(2);
    DataSet data = results.dataSets().get(0);
    Comparison comparison = cells.compare(data.name(), "learner2", last.name(), metric);
    assertEquals(20, comparison.test().orElseThrow().n());
    assertEquals(1.0 / 9, comparison.test().orElseThrow().ratio(), 1e-3);
    assertFalse(cells.compare("cpu", "learner2", "none", metric).test().isPresent());
  }

  @Test
  void quantilesInterpolate() {
    Sample sample = new Sample(new double[] {4, 1, 3, 2}, 4, 0, 0);
    assertEquals(1, sample.quantile(0));
    assertEquals(1.75, sample.quantile(0.25), 1e-12);
    assertEquals(2.5, sample.quantile(0.5), 1e-12);
    assertEquals(4, sample.quantile(1));
  }
}
