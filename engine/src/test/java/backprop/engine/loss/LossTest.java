// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.network.Catalogs;
import backprop.engine.text.Entry;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loss contract for every loss of the catalogue, and values worked out independently. */
final class LossTest extends LossContract {
  @Override
  protected Stream<Loss> cases() {
    return Stream.concat(
        Catalogs.texts().catalog(Loss.class).entries().stream().map(Entry::prototype),
        Stream.of(
                "cross-entropy(0.1)",
                "cross-entropy(0.1, weights=[2, 0.5, 1])",
                "binary-cross-entropy(0.2, positive-weight=3)",
                "focal(0)",
                "focal(0.5, alpha=[0.25, 0.75])",
                "hinge(zero)",
                "squared-hinge(zero)",
                "f-measure(2)",
                "huber(0.3)",
                "huber(5)",
                "quantile(0.9)",
                "quantile(0.5, others=[0.1, 0.9])",
                "mixture-density(1)",
                "mixture-density(4)",
                "members(mean-squared-error)",
                "members(quantile(0.5, others=[0.1, 0.9]))")
            .map(text -> Catalogs.parse(Loss.class, text)));
  }

  @Override
  protected int targets(Loss loss, RandomStream r) {
    int any = 2 + r.nextInt(5);
    int weights =
        loss instanceof CrossEntropy c
            ? c.weights().size()
            : loss instanceof Focal f ? f.alpha().size() : 0;
    return weights > 0 ? weights : any;
  }

  @Override
  protected double[] target(Loss loss, int targets, RandomStream r) {
    if (loss.kind() == TargetKind.CLASS) {
      return new double[] {r.nextInt(targets)};
    }
    double[] t = new double[targets];
    for (int i = 0; i < targets; i++) {
      t[i] =
          switch (loss.kind()) {
            case ANSWERS, SHARES, LABELS -> r.nextDouble();
            case NONZERO -> (r.nextInt(2) == 0 ? -1 : 1) * (0.5 + r.nextDouble());
            case RATES -> r.nextInt(4);
            case NONNEGATIVE -> 100 * r.nextDouble();
            default -> r.nextGaussian();
          };
    }
    return t;
  }

  /** Loss and prediction of one example, in double precision. */
  private static double[][] lossAndPrediction(Loss loss, double[] outputs, double... target) {
    try (Kernels k = Backends.choose("reference").backend().open(1)) {
      Graph g = new Graph(Mode.INFER);
      Value output = g.input(Shape.of(outputs.length));
      Value t = g.input(loss.target(output.shape()));
      Value l = loss.apply(g, output, t);
      Value prediction = loss.predict(g, output);
      Matrix none = new Matrix(k.allocate(1), 0, 1, 0, 0);
      Program p =
          new Program(
              g,
              new Program.Ends(output, t, prediction, l),
              new Layout(g),
              new Program.Vectors(none, none, null),
              k,
              false,
              1);
      p.input().set(outputs);
      p.target().set(target);
      p.forward();
      return new double[][] {p.loss().toArray(), p.prediction().toArray()};
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5})
  void crossEntropyIsThatOfItsDefinition(double smoothing) {
    double[] x = {0.3, -1.2, 2.5, 0};
    int trueClass = 1;
    double sum = 0;
    for (double v : x) {
      sum += Math.exp(v);
    }
    double expected = 0;
    double[] probabilities = new double[4];
    for (int c = 0; c < 4; c++) {
      probabilities[c] = Math.exp(x[c]) / sum;
      double t = (c == trueClass ? 1 - smoothing : 0) + smoothing / 4;
      expected -= t * Math.log(probabilities[c]);
    }
    double[][] found = lossAndPrediction(new CrossEntropy(smoothing), x, trueClass);
    assertEquals(expected, found[0][0], 1e-13);
    assertArrayEquals(probabilities, found[1], 1e-14);
  }

  @Test
  void binaryCrossEntropyIsThatOfItsDefinition() {
    double[] x = {0.7, -2};
    double[] t = {1, 0.25};
    double expected = 0;
    double[] p = new double[2];
    for (int i = 0; i < 2; i++) {
      p[i] = 1 / (1 + Math.exp(-x[i]));
      expected -= (t[i] * Math.log(p[i]) + (1 - t[i]) * Math.log(1 - p[i])) / 2;
    }
    double[][] found = lossAndPrediction(new BinaryCrossEntropy(), x, t);
    assertEquals(expected, found[0][0], 1e-14);
    assertArrayEquals(p, found[1], 1e-15);
  }

  @ParameterizedTest
  @CsvSource({
    "mean-squared-error, 5", // ((3 - 0)^2 + (1 - 2)^2) / 2
    "mean-absolute-error, 2", // (3 + 1) / 2
    "huber, 1.5", // ((3 - 1/2) + 1/2) / 2
    "huber(2), 2.25", // (2 (3 - 1) + 1/2) / 2
    "huber(10), 2.5" // (9/2 + 1/2) / 2
  })
  void regressionLossesByHand(String text, double expected) {
    double[] outputs = {3, 1};
    double[][] found = lossAndPrediction(Catalogs.parse(Loss.class, text), outputs, 0, 2);
    assertEquals(expected, found[0][0], 1e-15);
    assertArrayEquals(outputs, found[1]);
  }

  private static double loss(String text, double[] outputs, double... target) {
    return lossAndPrediction(Catalogs.parse(Loss.class, text), outputs, target)[0][0];
  }

  private static double[] prediction(String text, double[] outputs, double... target) {
    return lossAndPrediction(Catalogs.parse(Loss.class, text), outputs, target)[1];
  }

  private static final double[] LOGITS = {0.3, -1.2, 2.5};

  private static double[] softmax() {
    double sum = Math.exp(0.3) + Math.exp(-1.2) + Math.exp(2.5);
    return new double[] {Math.exp(0.3) / sum, Math.exp(-1.2) / sum, Math.exp(2.5) / sum};
  }

  @Test
  void lossesOfClassesAreThoseOfTheirDefinition() {
    double[] p = softmax();
    assertEquals(
        -0.5 * Math.log(p[1]), loss("cross-entropy(weights=[2, 0.5, 1])", LOGITS, 1), 1e-13);
    double smoothed =
        -(0.1 / 3) * (2 * Math.log(p[0]) + Math.log(p[2])) - 0.5 * (0.9 + 0.1 / 3) * Math.log(p[1]);
    assertEquals(smoothed, loss("cross-entropy(0.1, weights=[2, 0.5, 1])", LOGITS, 1), 1e-13);
    assertEquals(-Math.pow(1 - p[0], 2) * Math.log(p[0]), loss("focal", LOGITS, 0), 1e-13);
    assertEquals(
        -0.25 * Math.pow(1 - p[0], 1.5) * Math.log(p[0]),
        loss("focal(1.5, alpha=[0.25, 1, 1])", LOGITS, 0),
        1e-13);
    assertEquals(loss("cross-entropy", LOGITS, 2), loss("focal(0)", LOGITS, 2), 1e-13);
    assertEquals(1 + 2.5 - 0.3, loss("hinge", LOGITS, 0), 1e-15);
    assertEquals(0, loss("hinge", LOGITS, 2), 0);
    assertEquals(3.2 * 3.2, loss("squared-hinge", LOGITS, 0), 1e-14);
    assertEquals((0.7 + 0 + 3.5) / 3, loss("hinge(zero)", LOGITS, 0), 1e-15);
    assertEquals(
        (1.3 * 1.3 + 2.2 * 2.2 + 3.5 * 3.5) / 3, loss("squared-hinge(zero)", LOGITS, 1), 1e-14);
    assertArrayEquals(p, prediction("hinge", LOGITS, 0), 1e-14);
  }

  @Test
  void lossesOfSharesAreThoseOfTheirDefinition() {
    double[] p = softmax();
    double kl = 0.25 * Math.log(0.25 / p[0]) + 0.75 * Math.log(0.75 / p[2]);
    assertEquals(kl, loss("kl-divergence", LOGITS, 0.25, 0, 0.75), 1e-13);
    assertEquals(0, loss("kl-divergence", LOGITS, p), 1e-15);
    double[] s = new double[3];
    for (int i = 0; i < 3; i++) {
      s[i] = 1 / (1 + Math.exp(-LOGITS[i]));
    }
    double f = 5 * (s[0] + s[1]) / (4 * 2 + s[0] + s[1] + s[2]);
    assertEquals(1 - f, loss("f-measure(2)", LOGITS, 1, 1, 0), 1e-8);
    double pairs = (Math.exp(2.5 - 0.3) + Math.exp(2.5 + 1.2)) / 2;
    assertEquals(pairs, loss("multi-label", LOGITS, 1, 1, 0), 1e-12);
    assertEquals(0, loss("multi-label", LOGITS, 1, 1, 1), 0);
    assertEquals(1 - 11.0 / (5 * Math.sqrt(5)), loss("cosine", new double[] {3, 4}, 1, 2), 1e-15);
    assertArrayEquals(new double[] {0.6, 0.8}, prediction("cosine", new double[] {3, 4}, 1, 2));
    double bce = -(3 * 0.9 * Math.log(s[0]) + 0.1 * Math.log(1 - s[0]));
    double[] one = {0.3};
    assertEquals(bce, loss("binary-cross-entropy(0.2, positive-weight=3)", one, 1), 1e-14);
  }

  @Test
  void lossesOfNumbersAreThoseOfTheirDefinition() {
    double[] x = {0.5};
    assertEquals(Math.exp(0.5) - 2 * 0.5, loss("poisson", x, 2), 1e-15);
    assertArrayEquals(new double[] {Math.exp(0.5)}, prediction("poisson", x, 2), 1e-15);
    assertEquals(Math.log(Math.cosh(1.5)), loss("log-cosh", x, 2), 1e-15);
    assertEquals(75, loss("mean-absolute-percentage-error", x, 2), 1e-13);
    double msle = 0.5 - Math.log(3);
    assertEquals(msle * msle, loss("mean-squared-logarithmic-error", x, 2), 1e-15);
    assertArrayEquals(
        new double[] {Math.exp(0.5) - 1},
        prediction("mean-squared-logarithmic-error", x, 2),
        1e-15);
    double[] three = {0.5, -1, 3};
    assertEquals(
        (0.5 * 1.5 + 0.1 * 3 + 0.1 * 1) / 3,
        loss("quantile(0.5, others=[0.1, 0.9])", three, 2),
        1e-15);
  }

  /** With Commons Math's normal distribution. */
  @Test
  void densitiesAreThoseOfNormalDistributions() {
    double sd = Math.sqrt(Math.log(1 + Math.exp(-0.4)) + 1e-6);
    double[] x = {0.5, -0.4};
    NormalDistribution normal = new NormalDistribution(null, 0.5, sd);
    assertEquals(-normal.logDensity(2), loss("gaussian-nll", x, 2), 1e-13);
    assertArrayEquals(new double[] {0.5, sd}, prediction("gaussian-nll", x, 2), 1e-14);
    double[] two = {0.2, 1.1, -0.4, 0.7, -1, 2};
    double sd0 = Math.log(1 + Math.exp(-0.4)) + 1e-3;
    double sd1 = Math.log(1 + Math.exp(0.7)) + 1e-3;
    double p0 = 1 / (1 + Math.exp(1.1 - 0.2));
    double density =
        p0 * new NormalDistribution(null, -1, sd0).density(0.3)
            + (1 - p0) * new NormalDistribution(null, 2, sd1).density(0.3);
    assertEquals(-Math.log(density), loss("mixture-density(2)", two, 0.3), 1e-13);
    double mean = 2 - 3 * p0;
    double variance = p0 * (1 + sd0 * sd0) + (1 - p0) * (4 + sd1 * sd1) - mean * mean;
    assertArrayEquals(
        new double[] {mean, Math.sqrt(variance)},
        prediction("mixture-density(2)", two, 0.3),
        1e-13);
  }

  /** Differences of cumulative probabilities, which is what they are. */
  @Test
  void ordinalIsACumulativeLinkModel() {
    double[] u = {0.4, -0.3, 1.7};
    double[] g = {0.4, 0, 0};
    g[1] = g[0] - Math.log(1 + Math.exp(u[0] - u[1]));
    g[2] = g[1] - Math.log(1 + Math.exp(u[1] - u[2]));
    double[] above = new double[5];
    above[0] = 1;
    for (int j = 0; j < 3; j++) {
      above[j + 1] = 1 / (1 + Math.exp(-g[j]));
    }
    double[] p = new double[4];
    for (int c = 0; c < 4; c++) {
      p[c] = above[c] - above[c + 1];
      assertEquals(-Math.log(p[c]), loss("ordinal", u, c), 1e-13);
    }
    assertArrayEquals(p, prediction("ordinal", u, 0), 1e-15);
    assertEquals(Math.log(1 + Math.exp(-0.4)), loss("ordinal", new double[] {0.4}, 1), 1e-15);
  }

  @Test
  void whatDoesNotFitIsRefusedInASentence() {
    Loss quantile = Catalogs.parse(Loss.class, "quantile(0.5, others=[0.1])");
    assertEquals(
        "the loss quantile needs 2 outputs for each number of the target, but the last layer gives"
            + " 3",
        assertThrows(IllegalArgumentException.class, () -> quantile.target(Shape.of(3)))
            .getMessage());
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> loss("cross-entropy(weights=[1, 2])", LOGITS, 0))
            .getMessage()
            .contains("has 2 weights, but there are 3 classes"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> loss("hinge", LOGITS, 3))
            .getMessage()
            .contains("a target is 3.0, allowed are whole numbers from 0 to 2"));
  }

  @Test
  void derivativesAtTheKinks() {
    assertEquals(0, new MeanAbsoluteError().derivative(2, 2));
    float[] d = new float[4];
    float[] p = {2, 2, 0, Float.MIN_VALUE};
    float[] t = {2, 3, -1, 0};
    new MeanAbsoluteError().backward(p, t, d, 0, 4);
    assertArrayEquals(new float[] {0, -1, 1, 1}, d);
    assertEquals(-0.5, new Huber(0.5).derivative(-7, 2));
    assertEquals(0.25, new Huber(0.5).derivative(0.25, 0));
  }

  @Test
  void oneClassHasNothingToLearn() {
    double[][] found = lossAndPrediction(new CrossEntropy(0), new double[] {3}, 0);
    assertEquals(0, found[0][0]);
    assertEquals(1, found[1][0]);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    for (double smoothing : new double[] {-0.1, 1, Double.NaN}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> new CrossEntropy(smoothing));
      assertTrue(e.getMessage().contains("smoothing is " + smoothing), e.getMessage());
    }
    for (double delta : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> new Huber(delta));
      assertTrue(e.getMessage().contains("delta is " + delta), e.getMessage());
    }
  }
}
