// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SerializedObject;

/** Intervals and densities of a numeric class. */
class DensityTest {
  /** y = 10 + 5 x + noise, whose deviation grows from 0.2 at x = -1 to 2 at x = 1. */
  private static Instances noisy(int rows, long seed) {
    ArrayList<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("x"));
    attributes.add(new Attribute("y"));
    Instances data = new Instances("noisy", attributes, rows);
    data.setClassIndex(1);
    Random random = new Random(seed);
    for (int i = 0; i < rows; i++) {
      double x = 2 * random.nextDouble() - 1;
      double y = 10 + 5 * x + deviation(x) * random.nextGaussian();
      data.add(new DenseInstance(1, new double[] {x, y}));
    }
    return data;
  }

  private static double deviation(double x) {
    return 1.1 + 0.9 * x;
  }

  private static final String OPTIONS =
      "-layers \"dense(16, tanh)\" -N 60 -threads 1 -optimizer adam(rate=cosine(0.02))";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " -V 30",
        " -loss gaussian-nll",
        " -loss mixture-density(2)",
        " -loss \"quantile(0.5, [0.05, 0.95])\"",
        " -loss huber(1)"
      })
  void intervalsCoverWhatTheySay(String loss) throws Exception {
    BackpropNetwork network = TestData.built(OPTIONS + loss, noisy(1500, 1));
    Instances fresh = noisy(2000, 2);
    int inside = 0;
    for (Instance x : fresh) {
      double[][] intervals = network.predictIntervals(x, 0.9);
      assertEquals(1, intervals.length);
      assertTrue(intervals[0][0] <= intervals[0][1]);
      boolean covers = intervals[0][0] <= x.classValue() && x.classValue() <= intervals[0][1];
      inside += covers ? 1 : 0;
    }
    assertEquals(0.9, inside / 2000.0, 0.035, "share of rows in intervals of 90%");
  }

  @Test
  void learnedDeviationsDifferFromRowToRow() throws Exception {
    for (String loss : new String[] {"gaussian-nll", "\"quantile(0.5, [0.05, 0.95])\""}) {
      BackpropNetwork network = TestData.built(OPTIONS + " -loss " + loss, noisy(1500, 1));
      Instances fresh = noisy(2, 3);
      double[] width = new double[2];
      for (int i = 0; i < 2; i++) {
        fresh.instance(i).setValue(0, i == 0 ? -0.9 : 0.9);
        double[] interval = network.predictIntervals(fresh.instance(i), 0.9)[0];
        width[i] = interval[1] - interval[0];
      }
      assertEquals(2 * 1.645 * deviation(-0.9), width[0], 0.6, loss);
      assertEquals(2 * 1.645 * deviation(0.9), width[1], 1.4, loss);
    }
    BackpropNetwork plain = TestData.built(OPTIONS, noisy(1500, 1));
    assertTrue(plain.toString().contains("residuals of 1500 training rows"), plain.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " -loss gaussian-nll", " -loss mean-absolute-error -V 20"})
  void densitiesIntegrateToOne(String loss) throws Exception {
    Instances data = noisy(500, 1);
    BackpropNetwork network = TestData.built(OPTIONS + loss, data);
    double sum = 0;
    for (double y = -20; y < 40; y += 0.01) {
      sum += 0.01 * Math.exp(network.logDensity(data.instance(5), y));
    }
    assertEquals(1, sum, 1e-3);
  }

  @Test
  void theLearnedDensityIsTheBetterOne() throws Exception {
    Instances fresh = noisy(2000, 2);
    double[] total = new double[2];
    for (int i = 0; i < 2; i++) {
      String loss = i == 0 ? " -V 30" : " -loss gaussian-nll";
      BackpropNetwork network = TestData.built(OPTIONS + loss, noisy(1500, 1));
      for (Instance x : fresh) {
        total[i] += network.logDensity(x, x.classValue()) / 2000;
      }
    }
    assertTrue(total[1] > total[0] + 0.1, total[0] + " and " + total[1]);
  }

  @Test
  void wekasEvaluationReportsThem() throws Exception {
    Instances cpu = TestData.cpu();
    Evaluation e = new Evaluation(cpu);
    e.crossValidateModel(TestData.network(OPTIONS), cpu, 4, new Random(1));
    double coverage = e.coverageOfTestCasesByPredictedRegions();
    assertTrue(coverage > 60 && coverage <= 100, "coverage " + coverage);
    assertTrue(e.sizeOfPredictedRegions() > 0);
    assertTrue(Double.isFinite(e.SFMeanSchemeEntropy()), e.toSummaryString(true));
    assertFalse(new BackpropNetwork().getOptions().length == 0);
  }

  @Test
  void theyAreSavedAndNotForClasses() throws Exception {
    Instances data = noisy(200, 1);
    BackpropNetwork network = TestData.built(OPTIONS, data);
    BackpropNetwork copy = (BackpropNetwork) new SerializedObject(network).getObject();
    Instance x = data.instance(3);
    assertEquals(network.predictIntervals(x, 0.8)[0][1], copy.predictIntervals(x, 0.8)[0][1]);
    assertThrows(IllegalArgumentException.class, () -> copy.predictIntervals(x, 1));
    BackpropNetwork iris = TestData.built("-N 1", TestData.iris());
    assertThrows(
        IllegalStateException.class, () -> iris.predictIntervals(TestData.iris().instance(0), 0.9));
    Instances flat = noisy(50, 1);
    flat.forEach(r -> r.setValue(0, 1));
    BackpropNetwork zeroR = TestData.built("", flat);
    double[] interval = zeroR.predictIntervals(flat.instance(0), 0.9)[0];
    assertTrue(interval[0] < 10 && interval[1] > 10 && interval[1] < 25);
  }
}
