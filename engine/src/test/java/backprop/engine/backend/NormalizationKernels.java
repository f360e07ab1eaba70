// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: rows and columns to mean 0 and variance 1. */
public interface NormalizationKernels extends KernelsUnderTest {
  @Test
  default void normalizeRows() {
    forSizesAndBetas(
        (r, c, beta) -> {
          if (c < 2) {
            return;
          }
          double t = 16 * EPS * (Math.sqrt(c) + 4);
          check(
              KernelCase.of("normalizeRows", t).in(r, c).out(r, c).out(r, 1),
              (q, x) -> q.normalizeRows(x[0], 1e-5, x[1], x[2]));
          check(
              KernelCase.of("normalizeRows far from zero", 100 * t)
                  .in(r, c, 50, 52)
                  .out(r, c)
                  .out(r, 1),
              (q, x) -> q.normalizeRows(x[0], 1e-3, x[1], x[2]));
          KernelCase g =
              KernelCase.of("normalizeRowsGradient", t)
                  .in(r, c)
                  .in(r, 1, 0.5, 2)
                  .in(r, c)
                  .out(r, c, beta);
          check(g, (q, x) -> q.normalizeRowsGradient(x[0], x[1], x[2], beta, x[3]));
        });
  }

  @Test
  default void normalizeColumns() {
    forSizesAndBetas(
        (r, c, beta) -> {
          double t = 16 * EPS * (r + 4);
          check(
              KernelCase.of("columnMoments", t).in(r, c, -1, 3).out(1, c).out(1, c),
              (q, x) -> q.columnMoments(x[0], x[1], x[2]));
          KernelCase n =
              KernelCase.of("normalizeColumns", 16 * EPS)
                  .in(r, c)
                  .in(1, c)
                  .in(1, c, 0.5, 2)
                  .out(r, c);
          check(n, (q, x) -> q.normalizeColumns(x[0], x[1], x[2], 1e-5, x[3]));
          KernelCase g =
              KernelCase.of("normalizeColumnsGradient", t)
                  .in(r, c)
                  .in(1, c, 0.5, 2)
                  .in(r, c)
                  .out(r, c, beta);
          check(g, (q, x) -> q.normalizeColumnsGradient(x[0], x[1], 1e-5, x[2], beta, x[3]));
        });
  }
}
