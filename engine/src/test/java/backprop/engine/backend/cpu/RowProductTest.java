// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A row alone comes out as it does among others; what many zeros meet is not read. */
class RowProductTest {
  private static final int INNER = 301;
  private static final int COLUMNS = 1100;

  private static double[] random(int size, double zeros, long seed) {
    RandomStream r = new RandomStream(seed);
    double[] x = new double[size];
    for (int i = 0; i < size; i++) {
      double value = r.nextGaussian();
      x[i] = r.nextDouble() < zeros ? 0 : (float) value;
    }
    return x;
  }

  private static Matrix matrix(Kernels k, int rows, int columns, double[] x) {
    Matrix m = Matrix.of(k.allocate(rows * columns), rows, columns);
    m.buffer().write(0, x, 0, rows * columns);
    return m;
  }

  private static double[] affine(Kernels k, double[] x, int rows, double[] w, int columns) {
    Matrix y = Matrix.of(k.allocate(rows * columns), rows, columns);
    Matrix bias = matrix(k, 1, columns, random(columns, 0, 3));
    k.affine(matrix(k, rows, INNER, x), matrix(k, INNER, columns, w), bias, y);
    return y.toArray();
  }

  @Test
  void aRowAloneHasTheBitsThatItHasAmongOthers() {
    int rows = 5;
    for (int columns : new int[] {16, 70, COLUMNS}) {
      double[] w = random(INNER * columns, 0, 1);
      for (double zeros : new double[] {0, 0.8, 1}) {
        double[] x = random(rows * INNER, zeros, 2);
        for (int threads : new int[] {1, 3}) {
          try (Kernels k = new JavaBackend().open(threads)) {
            double[] all = affine(k, x, rows, w, columns);
            for (int r = 0; r < rows; r++) {
              double[] row = Arrays.copyOfRange(x, r * INNER, (r + 1) * INNER);
              double[] among = Arrays.copyOfRange(all, r * columns, (r + 1) * columns);
              assertArrayEquals(among, affine(k, row, 1, w, columns));
            }
          }
        }
      }
    }
  }

  @Test
  void zerosMeetNothing() {
    double[] w = random(INNER * COLUMNS, 0, 1);
    double[] x = random(INNER, 0.7, 2);
    double[] spoiled = w.clone();
    for (int p = 0; p < INNER; p++) {
      if (x[p] == 0) {
        spoiled[p * COLUMNS + p] = Double.NaN;
      }
    }
    try (Kernels k = new JavaBackend().open(1)) {
      assertArrayEquals(affine(k, x, 1, w, COLUMNS), affine(k, x, 1, spoiled, COLUMNS));
      assertEquals(0, affine(k, new double[INNER], 1, spoiled, COLUMNS)[9] - bias(9), 0);
    }
  }

  private static double bias(int column) {
    return random(COLUMNS, 0, 3)[column];
  }
}
