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
        Stream.of(new CrossEntropy(0.1), new Huber(0.3), new Huber(5)));
  }

  @Override
  protected double target(Loss loss, int outputs, RandomStream r) {
    if (loss instanceof CrossEntropy) {
      return r.nextInt(outputs);
    }
    return loss instanceof BinaryCrossEntropy ? r.nextDouble() : r.nextGaussian();
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
