// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.network.Catalogs;
import backprop.engine.op.TestNetwork;
import backprop.engine.schedule.Progress;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is random while training: its moments, its schedules, its absence when predicting. */
final class NoiseTest {
  private static final int MANY = 40_000;

  private final Kernels k = Backends.choose("reference").backend().open(1);

  @AfterEach
  void close() {
    k.close();
  }

  private static Layer parse(String text) {
    return Catalogs.parse(Layer.class, text);
  }

  private TestNetwork network(String layer, Mode mode, int batch, int columns) {
    return new TestNetwork(
        k, mode, batch, Shape.of(columns), parse(layer)::apply, TestNetwork.PROBE);
  }

  /** The numbers that come out for many inputs that are standard normal, or all the same. */
  private double[] outputs(String layer, double mean, double deviation) {
    TestNetwork net = network(layer, Mode.TRAIN, 200, MANY / 200);
    RandomStream r = new RandomStream(9);
    double[] x = new double[MANY];
    Arrays.setAll(x, i -> mean + deviation * r.nextGaussian());
    net.program().input().set(x);
    net.program().randomness(3, 4);
    net.program().forward();
    return net.program().prediction().toArray();
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).sum() / x.length;
  }

  private static double variance(double[] x) {
    double mean = mean(x);
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.5, 0.9})
  void alphaDropoutKeepsMeanAndVariance(double rate) {
    double[] y = outputs("alpha-dropout(" + rate + ")", 0, 1);
    // the standard error of a mean of 40,000 is 0.005; the variance's is within twice of that
    assertEquals(0, mean(y), 0.025);
    assertEquals(1, variance(y), 0.05);
    double one = mostFrequent(y);
    long dropped = Arrays.stream(y).filter(v -> v == one).count();
    assertEquals(rate, (double) dropped / MANY, 0.0125);
  }

  /** What dropped elements have become: all the same, while no two of the others are. */
  private static double mostFrequent(double[] y) {
    double[] sorted = y.clone();
    Arrays.sort(sorted);
    double best = sorted[0];
    int most = 0;
    for (int i = 0; i < sorted.length; ) {
      int j = i;
      while (j < sorted.length && sorted[j] == sorted[i]) {
        j++;
      }
      if (j - i > most) {
        most = j - i;
        best = sorted[i];
      }
      i = j;
    }
    return best;
  }

  /** With the rate 0.5: q = 0.5, s = -1.758, by the formulas of the paper. */
  @Test
  void alphaDropoutGivesTheNumbersOfThePaper() {
    double s = -1.7580993408473766;
    double a = Math.pow(0.5 + s * s * 0.25, -0.5);
    double b = -a * 0.5 * s;
    for (double y : outputs("alpha-dropout(0.5)", 0.3, 0)) {
      boolean kept = Math.abs(y - (a * 0.3 + b)) < 1e-12;
      assertTrue(kept || Math.abs(y - (a * s + b)) < 1e-12, String.valueOf(y));
    }
  }

  @Test
  void gaussianDropoutHasTheMomentsOfDropout() {
    double[] y = outputs("gaussian-dropout(0.2)", 2, 0);
    assertEquals(2, mean(y), 0.025);
    assertEquals(4 * 0.25, variance(y), 0.04);
    double[] z = outputs("dropout(0.2)", 2, 0);
    assertEquals(variance(z), variance(y), 0.05);
  }

  @Test
  void gaussianNoiseHasItsDeviation() {
    double[] y = outputs("gaussian-noise(0.5)", 3, 0);
    assertEquals(3, mean(y), 0.0125);
    assertEquals(0.25, variance(y), 0.01);
  }

  /** The mean over many masks is the output without them, and every mask is another. */
  @ParameterizedTest
  @CsvSource({"'drop-connect(3, rate=0.4)'", "'weight-noise(3, deviation=0.5)'"})
  void noiseOnWeightsHasTheirOutputAsItsMean(String layer) {
    int steps = 20_000;
    TestNetwork train = network(layer, Mode.TRAIN, 1, 2);
    TestNetwork infer = network(layer, Mode.INFER, 1, 2);
    RandomStream r = new RandomStream(5);
    TestNetwork.randomize(train.parameters(), 1, r);
    infer.parameters().set(train.parameters().toArray());
    train.program().input().set(0.7, -1.2);
    infer.program().input().set(0.7, -1.2);
    infer.program().forward();
    double[] expected = infer.program().prediction().toArray();
    double[] sum = new double[3];
    double[] squares = new double[3];
    for (int i = 0; i < steps; i++) {
      train.program().randomness(1, i);
      train.program().forward();
      double[] y = train.program().prediction().toArray();
      for (int u = 0; u < 3; u++) {
        sum[u] += y[u] / steps;
        squares[u] += (y[u] - expected[u]) * (y[u] - expected[u]) / steps;
      }
    }
    for (int u = 0; u < 3; u++) {
      assertTrue(squares[u] > 0.01, "noise");
      assertEquals(expected[u], sum[u], 5 * Math.sqrt(squares[u] / steps), "unit " + u);
    }
    double[] w = infer.parameter("weights").toArray();
    double variance =
        layer.startsWith("weight")
            ? 0.25 * (0.49 + 1.44)
            : 0.4 / 0.6 * (0.49 * w[0] * w[0] + 1.44 * w[3] * w[3]);
    assertEquals(variance, squares[0], 0.05 * variance, "variance of the first unit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dropout(0.5)",
        "alpha-dropout(0.5)",
        "gaussian-dropout(0.5)",
        "gaussian-noise(1)",
        "dropout(cosine(0.5))"
      })
  void nothingIsRandomWhenPredicting(String text) {
    Graph infer = new Graph(Mode.INFER);
    Value x = infer.input(Shape.of(3));
    assertSame(x, parse(text).apply(infer, x));
    Graph sample = new Graph(Mode.SAMPLE);
    Value drawn = sample.input(Shape.of(3));
    assertTrue(drawn != parse(text).apply(sample, drawn), "predictions drawn at random");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dropout",
        "alpha-dropout",
        "gaussian-dropout",
        "gaussian-noise",
        "drop-connect(2, rate=",
        "weight-noise(2, deviation=",
        "attention(1, dropout="
      })
  void aScheduledRateIsThePlainRateOfItsStep(String name) {
    String start = name.contains("(") ? name : name + "(";
    for (String[] pair :
        new String[][] {
          {"constant(0.4)", "0.4"}, {"step(0.8, 0.5, 3)", "0.4"}, {"polynomial(0.8)", "0.4"}
        }) {
      double[][] y = new double[2][];
      for (int i = 0; i < 2; i++) {
        Layer layer = parse(start + pair[i] + ")");
        TestNetwork net =
            new TestNetwork(k, Mode.TRAIN, 3, Shape.of(4, 2), layer::apply, TestNetwork.PROBE);
        RandomStream r = new RandomStream(6);
        TestNetwork.randomize(net.parameters(), 1, r);
        TestNetwork.randomize(net.program().input(), 1, r);
        Progress p = new Progress(2, 10);
        p.moveTo(10);
        net.program().randomness(7, p);
        net.program().forward();
        y[i] = net.program().prediction().toArray();
      }
      assertArrayEquals(y[1], y[0], 1e-12, pair[0]);
    }
  }

  @Test
  void aScheduleThatLeavesTheRangeIsRefusedAtItsStep() {
    TestNetwork net = network("chain(dropout(warm-up(5, 2)))", Mode.TRAIN, 1, 2);
    Progress p = new Progress(1, 10);
    net.program().randomness(1, p);
    net.program().forward();
    p.moveTo(4);
    String said =
        assertThrows(IllegalStateException.class, () -> net.program().forward()).getMessage();
    assertTrue(said.startsWith("layer 0-dropout: at step 4 the scheduled rate is "), said);
    assertTrue(said.endsWith("allowed are 0 to less than 1"), said);
  }

  @ParameterizedTest
  @CsvSource({
    "dropout(0.25), dropout(0.25)",
    "dropout(constant(0.25)), dropout(0.25)",
    "dropout(cosine(0.5)), dropout(cosine(0.5))",
    "alpha-dropout(0.2), alpha-dropout(0.2)",
    "'gaussian-noise(exponential(0.5))', 'gaussian-noise(exponential(0.5))'",
    "'drop-connect(8, relu, 0.3)', 'drop-connect(8, relu, rate=0.3)'"
  })
  void aPlainRateIsPrintedAsANumber(String text, String printed) {
    assertEquals(printed, Catalogs.print(Layer.class, parse(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alpha-dropout(1)",
        "gaussian-dropout(-0.1)",
        "gaussian-noise(-1)",
        "drop-connect(3, rate=1)",
        "drop-connect(0)",
        "weight-noise(3, deviation=-1)",
        "weight-noise(0)"
      })
  void valuesOutOfRangeAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> parse(text), text);
  }
}
