// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: functions of whole rows, and random slopes. */
public interface WholeRowKernels extends KernelsUnderTest {
  /** {@code sum(x) * sum(t) + x0}: the columns of outputs and targets differ. */
  Rowwise SUMS =
      new Rowwise() {
        @Override
        public double value(double[] x, int n, double[] t, int m) {
          return sum(x, n) * sum(t, m) + x[0];
        }

        @Override
        public void gradient(double[] x, int n, double[] t, int m, double[] gradient) {
          for (int i = 0; i < n; i++) {
            gradient[i] = sum(t, m) + (i == 0 ? 1 : 0);
          }
        }

        @Override
        public void curvature(
            double[] x, int n, double[] t, int m, double[] vector, double[] product) {
          Arrays.fill(product, 0, n, 0);
        }
      };

  /** Sum and first number. */
  RowFunction SUM_AND_FIRST =
      (x, n, y, m) -> {
        y[0] = sum(x, n);
        y[1] = x[0];
      };

  private static double sum(double[] x, int n) {
    double s = 0;
    for (int i = 0; i < n; i++) {
      s += x[i];
    }
    return s;
  }

  @Test
  default void logSoftmax() {
    forSizesAndBetas(
        (r, c, beta) -> {
          double t = 16 * EPS * (Math.sqrt(c) + 4);
          for (double range : new double[] {2, 60}) {
            check(
                KernelCase.of("logSoftmax", t).in(r, c, -range, range).out(r, c),
                (q, x) -> q.rows().logSoftmax(x[0], x[1]));
          }
          check(
              KernelCase.of("logSoftmax in place", t).update(r, c),
              (q, x) -> q.rows().logSoftmax(x[0], x[0]));
          check(
              KernelCase.of("logSoftmaxGradient", t * 4).in(r, c, -9, 0).in(r, c).out(r, c, beta),
              (q, x) -> q.rows().logSoftmaxGradient(x[0], x[1], beta, x[2]));
        });
  }

  @Test
  default void losses() {
    forSizesAndBetas(
        (r, c, beta) -> {
          if (c == 0) {
            return;
          }
          double t = 4 * EPS * (c + 4);
          check(
              KernelCase.of("rowLoss", t).in(r, c).in(r, 3).out(r, 1),
              (q, x) -> q.rows().rowLoss(SUMS, x[0], x[1], x[2]));
          check(
              KernelCase.of("rowLossGradient", t).in(r, c).in(r, 3).in(r, 1).out(r, c, beta),
              (q, x) -> q.rows().rowLossGradient(SUMS, x[0], x[1], x[2], beta, x[3]));
          check(
              KernelCase.of("rowMap", t).in(r, c).out(r, 2),
              (q, x) -> q.rows().rowMap(SUM_AND_FIRST, x[0], x[1]));
        });
  }

  @Test
  default void randomSlopes() {
    forSizesAndBetas(
        (r, c, beta) -> {
          long key = RandomStream.key(r, c);
          check(
              binary("randomSlope", 4 * EPS, r, c, beta),
              (q, x) -> q.rows().randomSlope(x[0], x[1], 0.125, 0.75, key, beta, x[2]));
          check(
              unary("randomSlope without chance", 4 * EPS, r, c, beta),
              (q, x) -> q.rows().randomSlope(x[0], x[0], 0.3, 0.3, key, beta, x[1]));
        });
  }
}
