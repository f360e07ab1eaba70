// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.constrain.Constraint;
import backprop.engine.constrain.MaxNorm;
import backprop.engine.constrain.MinMaxNorm;
import backprop.engine.constrain.NonNegative;
import backprop.engine.constrain.UnitNorm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegularizerTest {
  private static final double[] WEIGHTS = {9, 0.5, -0.25, 0, 3, -1e-20, -7, 9};
  private static final int FROM = 1;
  private static final int COUNT = 6;

  static List<Regularizer> all() {
    return List.of(new L1(0.1), new L2(0.3), new ElasticNet(0.2, 0.05), new L2(0), new L1(0));
  }

  private static Matrix row(Kernels k, double... values) {
    Matrix m = Matrix.of(k.allocate(values.length), 1, values.length);
    m.set(values);
    return m;
  }

  @Test
  void valuesByHand() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Matrix w = row(k, 1, -2, 0, 3);
      assertEquals(0.5 * 6, new L1(0.5).penalty(k, w), 1e-14);
      assertEquals(0.5 / 2 * 14, new L2(0.5).penalty(k, w), 1e-14);
      assertEquals(0.1 * 6 + 0.5 / 2 * 14, new ElasticNet(0.1, 0.5).penalty(k, w), 1e-14);
      Matrix g = row(k, 10, 10, 10, 10);
      new ElasticNet(0.1, 0.5).addGradient(k, 0, 4, w, g, new double[2]);
      assertArrayEquals(new double[] {10.6, 8.9, 10, 11.6}, g.toArray(), 1e-14);
    }
  }

  /** Central differences of the penalty, except at the kink. */
  @ParameterizedTest
  @MethodSource("all")
  void gradientIsTheSlopeOfThePenalty(Regularizer r) {
    try (Kernels k = new ReferenceBackend().open(1)) {
      double[] g = gradient(k, r);
      double h = 1e-6;
      for (int i = FROM; i < FROM + COUNT; i++) {
        if (Math.abs(WEIGHTS[i]) > h) {
          double[] w = WEIGHTS.clone();
          w[i] += h;
          double up = r.penalty(k, row(k, w));
          w[i] -= 2 * h;
          double down = r.penalty(k, row(k, w));
          assertEquals((up - down) / (2 * h), g[i] - i, 1e-7, "element " + i);
        }
      }
      assertEquals(3, g[3], "no slope at 0");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void onlyTheRangeChangesAndFloatsAreClose(Regularizer r) {
    try (Kernels exact = new ReferenceBackend().open(1);
        Kernels fast = new JavaBackend().open(1)) {
      double[] g = gradient(exact, r);
      assertEquals(0, g[0]);
      assertEquals(7, g[7]);
      assertArrayEquals(g, gradient(fast, r), 1e-5);
      assertEquals(
          r.penalty(exact, row(exact, WEIGHTS)), r.penalty(fast, row(fast, WEIGHTS)), 1e-4);
    }
  }

  private static double[] gradient(Kernels k, Regularizer r) {
    Matrix w = row(k, WEIGHTS);
    Matrix g = row(k, 0, 1, 2, 3, 4, 5, 6, 7);
    r.addGradient(k, FROM, COUNT, w, g, new double[2]);
    return g.toArray();
  }

  @Test
  void listsAreTakenApart() {
    List<Regularization> all = List.of(new L2(1), new MaxNorm(3), new L1(2));
    assertEquals(List.of(new L2(1), new L1(2)), Regularization.only(Regularizer.class, all));
    assertEquals(List.of(new MaxNorm(3)), Regularization.only(Constraint.class, all));
  }

  @Test
  void maxNormScalesLongColumnsOnly() {
    for (Kernels k : List.of(new ReferenceBackend().open(1), new JavaBackend().open(1))) {
      try (k) {
        Matrix w = Matrix.of(k.allocate(6), 2, 3);
        w.set(3, 0.6, 0, 4, 0.8, -2);
        new MaxNorm(1).project(k, w);
        assertArrayEquals(new double[] {0.6, 0.6, 0, 0.8, 0.8, -1}, w.toArray(), 1e-6);
        double[] once = w.toArray();
        new MaxNorm(1).project(k, w);
        assertArrayEquals(once, w.toArray(), 1e-7);
      }
    }
  }

  private static GramScratch scratch(Kernels k, Matrix w) {
    return GramScratch.of(k, List.of(Matrix.of(k.allocate(35), 5, 7), w)).get(1);
  }

  /** |W'W - I|^2 of a 3 x 2 matrix, and |WW' - I|^2 of its transpose, which is the same here. */
  @Test
  void orthogonalityByHand() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      double[][] w = {{1, 2}, {0, -1}, {0.5, 3}};
      double expected = 0;
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          double dot = w[0][i] * w[0][j] + w[1][i] * w[1][j] + w[2][i] * w[2][j];
          expected += (dot - (i == j ? 1 : 0)) * (dot - (i == j ? 1 : 0));
        }
      }
      Matrix tall = Matrix.of(k.allocate(6), 3, 2);
      tall.set(1, 2, 0, -1, 0.5, 3);
      Matrix wide = Matrix.of(k.allocate(6), 2, 3);
      wide.set(1, 0, 0.5, 2, -1, 3);
      Orthogonality o = new Orthogonality(0.3);
      assertEquals(0.3 * expected, o.penalty(k, tall, scratch(k, tall)), 1e-13);
      assertEquals(0.3 * expected, o.penalty(k, wide, scratch(k, wide)), 1e-13);
      Matrix rotation = Matrix.of(k.allocate(4), 2, 2);
      rotation.set(0.6, -0.8, 0.8, 0.6);
      assertEquals(0, o.penalty(k, rotation, scratch(k, rotation)), 1e-30);
    }
  }

  /** Central differences, for tall, wide, square and one-column matrices. */
  @Test
  void gradientOfOrthogonalityIsItsSlope() {
    RandomStream random = new RandomStream(3);
    Orthogonality o = new Orthogonality(0.2);
    try (Kernels k = new ReferenceBackend().open(1);
        Kernels fast = new JavaBackend().open(1)) {
      for (int[] size : new int[][] {{5, 3}, {2, 4}, {3, 3}, {4, 1}, {1, 3}}) {
        int n = size[0] * size[1];
        double[] at = new double[n];
        for (int i = 0; i < n; i++) {
          at[i] = (float) random.nextGaussian();
        }
        double[] g = slope(k, o, size, at);
        assertArrayEquals(g, slope(fast, o, size, at), 1e-4);
        for (int i = 0; i < n; i++) {
          double[] w = at.clone();
          w[i] += 1e-5;
          double up = penalty(k, o, size, w);
          w[i] -= 2e-5;
          assertEquals((up - penalty(k, o, size, w)) / 2e-5, g[i] - i, 1e-6, "element " + i);
        }
      }
    }
  }

  private static double penalty(Kernels k, Orthogonality o, int[] size, double[] at) {
    Matrix w = Matrix.of(k.allocate(at.length), size[0], size[1]);
    w.set(at);
    return o.penalty(k, w, scratch(k, w));
  }

  private static double[] slope(Kernels k, Orthogonality o, int[] size, double[] at) {
    Matrix w = Matrix.of(k.allocate(at.length), size[0], size[1]);
    Matrix g = Matrix.of(k.allocate(at.length), size[0], size[1]);
    w.set(at);
    double[] old = new double[at.length];
    for (int i = 0; i < old.length; i++) {
      old[i] = i;
    }
    g.set(old);
    o.addGradient(k, w, g, scratch(k, w));
    return g.toArray();
  }

  @Test
  void normsAreBroughtIntoTheirRange() {
    for (Kernels k : List.of(new ReferenceBackend().open(1), new JavaBackend().open(1))) {
      try (k) {
        double[] w = {3, 0.3, 0, 0.6, 4, 0.4, 0, 0.8};
        assertArrayEquals(
            new double[] {0.6, 0.6, 0, 0.6, 0.8, 0.8, 0, 0.8},
            projected(k, new UnitNorm(), w),
            1e-6);
        assertArrayEquals(
            new double[] {1.2, 0.48, 0, 0.6, 1.6, 0.64, 0, 0.8},
            projected(k, new MinMaxNorm(0.8, 2, 1), w),
            1e-6);
        assertArrayEquals(
            new double[] {2.1, 0.39, 0, 0.6, 2.8, 0.52, 0, 0.8},
            projected(k, new MinMaxNorm(0.8, 2, 0.5), w),
            1e-6);
        assertArrayEquals(
            new double[] {1, 0, 0, 0, 0.5, 0, 2, 0},
            projected(k, new NonNegative(), 1, -1, 0, -0.0, 0.5, -1e-9, 2, -7),
            0);
      }
    }
  }

  private static double[] projected(Kernels k, Constraint c, double... weights) {
    Matrix w = Matrix.of(k.allocate(weights.length), 2, weights.length / 2);
    w.set(weights);
    c.project(k, w);
    return w.toArray();
  }

  @Test
  void refusals() {
    String message = assertThrows(IllegalArgumentException.class, () -> new L2(-1)).getMessage();
    assertTrue(message.contains("factor is -1.0, allowed are numbers at least 0"), message);
    assertThrows(IllegalArgumentException.class, () -> new L1(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new ElasticNet(0, -1));
    assertThrows(IllegalArgumentException.class, () -> new MaxNorm(0));
    assertThrows(IllegalArgumentException.class, () -> new Orthogonality(-1));
    assertThrows(IllegalArgumentException.class, () -> new MinMaxNorm(2, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new MinMaxNorm(0, 1, 0));
  }
}
