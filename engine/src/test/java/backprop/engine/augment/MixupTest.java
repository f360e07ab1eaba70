// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.cpu.ReferenceBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixupTest {
  private static final int ROWS = 6;
  private static final Kernels KERNELS = new ReferenceBackend().open(1);

  private static Matrix matrix(int columns, double... values) {
    Matrix m = Matrix.of(KERNELS.allocate(ROWS * columns), ROWS, columns);
    m.set(values);
    return m;
  }

  private static Matrix inputs() {
    return matrix(1, 1, 2, 4, 8, 16, 32);
  }

  @Test
  void rowsTargetsAndWeightsAreMixedAlike() {
    Mixup mixup = new Mixup(1, 1, 1, 3, ROWS);
    for (long step = 0; step < 50; step++) {
      Matrix x = inputs();
      Matrix y = inputs();
      Matrix weights = matrix(1, 0.1, 0.2, 0.3, 0.2, 0.1, 0.1);
      double[] before = weights.toArray();
      Matrix mixed = matrix(4, new double[ROWS * 4]);
      mixup.apply(x, y, mixed, weights, step);
      double[] input = x.toArray();
      double[] target = mixed.toArray();
      double[] original = inputs().toArray();
      double[] total = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        assertEquals(original[i], target[4 * i]);
        int partner = (int) (Math.log(target[4 * i + 1]) / Math.log(2) + 0.5);
        double own = target[4 * i + 2] / (before[i] * ROWS);
        double others = target[4 * i + 3] / (before[partner] * ROWS);
        assertEquals(1, own + others, 1e-5);
        assertEquals(own * original[i] + others * original[partner], input[i], 1e-4);
        total[i] += target[4 * i + 2] / ROWS;
        total[partner] += target[4 * i + 3] / ROWS;
      }
      assertArrayEquals(before, total, 1e-6, "a row counts more or less than before");
      assertArrayEquals(matrix(1, rep(1.0 / ROWS)).toArray(), weights.toArray());
    }
  }

  private static double[] rep(double x) {
    double[] all = new double[ROWS];
    java.util.Arrays.fill(all, x);
    return all;
  }

  /** Mean 1/2 and variance 1 / (4 * (2 * alpha + 1)) are those of Beta(alpha, alpha). */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 1, 4})
  void lambdaIsFromTheBetaDistribution(double alpha) {
    Mixup mixup = new Mixup(alpha, 1, 1, 3, ROWS);
    Matrix y = inputs();
    Matrix mixed = matrix(4, new double[ROWS * 4]);
    int n = 20_000;
    double sum = 0;
    double squares = 0;
    for (long step = 0; step < n; step++) {
      Matrix weights = matrix(1, rep(1.0 / ROWS));
      mixup.apply(inputs(), y, mixed, weights, step);
      double lambda = mixed.toArray()[2];
      assertTrue(lambda >= 0 && lambda <= 1, lambda + "");
      sum += lambda;
      squares += (lambda - 0.5) * (lambda - 0.5);
    }
    assertEquals(0.5, sum / n, 0.02);
    assertEquals(1 / (4 * (2 * alpha + 1)), squares / n, 0.006);
  }
}
