// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: gathered rows, updates of the flat vectors, limits of norms. */
public interface VectorKernels extends KernelsUnderTest {
  @Test
  default void gatherRows() {
    forSizes(
        (r, c) -> {
          int[] rows = new int[r + 3];
          for (int i = 0; i < rows.length; i++) {
            rows[i] = (i * 7 + 3) % 11;
          }
          check(
              KernelCase.of("gatherRows", 0).in(11, c).out(r, c),
              (q, x) -> q.gatherRows(x[0], rows, 2, r, x[1]));
        });
  }

  @Test
  default void update() {
    for (int n : new int[] {1, 10, 1031, 100_003}) {
      for (Kernels k : tested()) {
        double[][] results = new double[2][];
        for (int which = 0; which < 2; which++) {
          Kernels q = which == 0 ? reference() : k;
          Matrix[] m = new Matrix[3];
          for (int i = 0; i < 3; i++) {
            m[i] = Matrix.of(q.allocate(n), 1, n);
            double[] x = new double[n];
            for (int j = 0; j < n; j++) {
              x[j] = (float) Math.sin(j + i);
            }
            m[i].set(x);
          }
          int from = Math.min(3, n - 1);
          double[] constants = {0.1};
          Matrix[] slots = {m[2]};
          q.update(TestFunctions.MOMENTUM, constants, from, n - from, m[0], m[1], slots);
          results[which] = m[0].toArray();
        }
        for (int j = 0; j < n; j++) {
          assertEquals(results[0][j], results[1][j], 8 * EPS, "element " + j + " of " + n);
        }
      }
    }
  }

  /** Two of three ranges, by the norm of a matrix that the first of them changes. */
  @Test
  default void updateByNorm() {
    for (int n : new int[] {10, 1031, 100_003}) {
      for (Kernels k : tested()) {
        double[][] results = new double[2][];
        for (int which = 0; which < 2; which++) {
          Kernels q = which == 0 ? reference() : k;
          Matrix[] m = new Matrix[3];
          for (int i = 0; i < 3; i++) {
            m[i] = Matrix.of(q.allocate(n), 1, n);
            double[] x = new double[n];
            for (int j = 0; j < n; j++) {
              x[j] = (float) Math.sin(j + i);
            }
            m[i].set(x);
          }
          int[] ranges = {0, n / 3, n / 2, n - n / 2};
          double[] constants = {5, 0.1};
          Matrix[] slots = {m[2]};
          Matrix of = m[1].columns(1, n - 2);
          for (int step = 0; step < 2; step++) {
            q.updateByNorm(TestFunctions.BY_NORM, constants, 0, of, ranges, m[0], m[1], slots);
          }
          results[which] = m[1].toArray();
        }
        for (int j = 0; j < n; j++) {
          assertEquals(results[0][j], results[1][j], 16 * EPS, "element " + j + " of " + n);
        }
      }
    }
  }

  @Test
  default void limitColumnNorms() {
    forSizes(
        (r, c) -> {
          double limit = 0.9 * Math.sqrt(r);
          check(
              KernelCase.of("limitColumnNorms", 16 * EPS * (Math.sqrt(r) + 4)).update(r, c),
              (q, x) -> q.limitColumnNorms(x[0], 0, limit, 1));
          check(
              KernelCase.of("limitColumnNorms", 16 * EPS * (Math.sqrt(r) + 4)).update(r, c),
              (q, x) -> q.limitColumnNorms(x[0], 1.1 * limit, 1.3 * limit, 0.7));
        });
  }

  @Test
  default void limitColumnRatios() {
    forSizes(
        (r, c) ->
            check(
                KernelCase.of("limitColumnRatios", 16 * EPS * (Math.sqrt(r) + 4))
                    .in(r, c)
                    .update(r, c),
                (q, x) -> q.limitColumnRatios(x[0], 0.9, 1e-3, x[1])));
  }
}
