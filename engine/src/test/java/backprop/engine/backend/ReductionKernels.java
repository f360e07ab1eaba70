// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: sums. */
public interface ReductionKernels extends KernelsUnderTest {
  @Test
  default void sumRows() {
    forSizesAndBetas(
        (r, c, beta) -> {
          check(
              KernelCase.of("sumRows", 4 * EPS * (r + 4)).in(r, c).out(1, c, beta),
              (q, x) -> q.sumRows(x[0], beta, x[1]));
          check(
              KernelCase.of("sumRowsOfProduct", 8 * EPS * (r + 4))
                  .in(r, c)
                  .in(r, c)
                  .out(1, c, beta),
              (q, x) -> q.sumRowsOfProduct(x[0], x[1], beta, x[2]));
        });
  }

  /** A number as a 1 x 1 matrix, to be compared like the other results. */
  private static void put(Kernels k, Matrix m, double value) {
    m.set(value);
  }

  @Test
  default void scalars() {
    forSizes(
        (r, c) -> {
          double t = 4 * EPS * (Math.sqrt((double) r * c) + 4);
          KernelCase two = KernelCase.of("dot", t).in(r, c).in(r, c).out(1, 1);
          check(two, (q, x) -> put(q, x[2], q.dot(x[0], x[1])));
          KernelCase one = KernelCase.of("sums", t).in(r, c).out(1, 1);
          check(one, (q, x) -> put(q, x[1], q.sumOfSquares(x[0])));
          check(one, (q, x) -> put(q, x[1], q.sumOfAbsolutes(x[0])));
          check(one, (q, x) -> put(q, x[1], q.allFinite(x[0]) ? 1 : 0));
        });
  }

  @Test
  default void allFinite() {
    for (Kernels k : tested()) {
      Matrix wide = Matrix.of(k.allocate(90_000), 300, 300);
      Matrix m = wide.columns(7, 200);
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        for (int at : new int[] {7, 206, 150 * 300 + 100, 299 * 300 + 206}) {
          wide.buffer().write(at, new float[] {bad}, 0, 1);
          assertFalse(k.allFinite(m), bad + " at " + at);
          wide.buffer().write(at, new float[] {Float.MAX_VALUE}, 0, 1);
          assertTrue(k.allFinite(m));
        }
        wide.buffer().write(6, new float[] {bad}, 0, 1);
        assertTrue(k.allFinite(m), "what lies outside the view does not count");
      }
    }
  }
}
