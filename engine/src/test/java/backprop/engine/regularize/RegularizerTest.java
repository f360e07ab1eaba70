// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.constrain.Constraint;
import backprop.engine.constrain.MaxNorm;
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

  @Test
  void refusals() {
    String message = assertThrows(IllegalArgumentException.class, () -> new L2(-1)).getMessage();
    assertTrue(message.contains("factor is -1.0, allowed are numbers at least 0"), message);
    assertThrows(IllegalArgumentException.class, () -> new L1(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new ElasticNet(0, -1));
    assertThrows(IllegalArgumentException.class, () -> new MaxNorm(0));
  }
}
