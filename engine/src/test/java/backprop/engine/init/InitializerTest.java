// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.RandomStream;
import backprop.engine.network.Catalogs;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
  private static final int ROWS = 300;
  private static final int COLUMNS = 100;

  private static double[] fill(Initializer i, int rows, int columns, long seed) {
    double[] w = new double[rows * columns];
    i.fill(w, rows, columns, rows, columns, new RandomStream(RandomStream.key(seed)));
    return w;
  }

  /** Variance and kurtosis of 30,000 numbers: within four standard errors of those wanted. */
  @ParameterizedTest
  @CsvSource({
    "glorot-uniform, 0.005,              1.8",
    "glorot-normal,  0.005,              3",
    "he-uniform,     0.0066666666666667, 1.8",
    "he-normal,      0.0066666666666667, 3",
    "lecun-uniform,  0.0033333333333333, 1.8",
    "lecun-normal,   0.0033333333333333, 3",
    "auto,           0.005,              1.8"
  })
  void moments(String name, double variance, double kurtosis) {
    Initializer i = Catalogs.parse(Initializer.class, name);
    double[] w = fill(i, ROWS, COLUMNS, 5);
    double n = w.length;
    double mean = Arrays.stream(w).sum() / n;
    double second = Arrays.stream(w).map(x -> x * x).sum() / n;
    double fourth = Arrays.stream(w).map(x -> x * x * x * x).sum() / n;
    assertEquals(0, mean, 4 * Math.sqrt(variance / n));
    assertEquals(1, second / variance, 4 * Math.sqrt((kurtosis - 1) / n));
    assertEquals(kurtosis, fourth / (second * second), 4 * Math.sqrt(24 / n));
    if (kurtosis < 2) {
      double limit = Math.sqrt(3 * variance);
      assertTrue(Arrays.stream(w).allMatch(x -> x >= -limit && x < limit));
      assertTrue(Arrays.stream(w).max().orElseThrow() > 0.99 * limit);
    }
  }

  @Test
  void fansAreTakenFromTheLayerNotFromTheMatrix() {
    double[] w = new double[10_000];
    new HeNormal().fill(w, 100, 100, 50, 7, new RandomStream(RandomStream.key(1)));
    double second = Arrays.stream(w).map(x -> x * x).sum() / w.length;
    assertEquals(1, second / 0.04, 0.06);
  }

  @ParameterizedTest
  @CsvSource({"7, 7, 1", "31, 8, 1.5", "8, 31, 0.5", "1, 5, 1", "5, 1, 2", "200, 200, 1"})
  void orthogonalMatricesHaveOrthonormalColumnsOrRows(int rows, int columns, double gain) {
    double[] w = fill(new Orthogonal(gain), rows, columns, 3);
    int vectors = Math.min(rows, columns);
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b <= a; b++) {
        double dot = 0;
        for (int i = 0; i < Math.max(rows, columns); i++) {
          dot +=
              rows >= columns
                  ? w[i * columns + a] * w[i * columns + b]
                  : w[a * columns + i] * w[b * columns + i];
        }
        assertEquals(a == b ? gain * gain : 0, dot, 1e-9, a + " times " + b);
      }
    }
  }

  /** Without the sign of R's diagonal, the first element of a 1 x 1 matrix would always be -1. */
  @Test
  void orthogonalSignsAreBalanced() {
    int positive = 0;
    for (int seed = 0; seed < 400; seed++) {
      positive += fill(new Orthogonal(1), 2, 2, seed)[0] > 0 ? 1 : 0;
    }
    assertEquals(200, positive, 60);
  }

  @Test
  void longThinMatricesNeedNoSquareOnes() {
    double[] w = fill(new Orthogonal(1), 50_000, 2, 1);
    double dot = 0;
    for (int i = 0; i < w.length; i += 2) {
      dot += w[i] * w[i];
    }
    assertEquals(1, dot, 1e-9);
  }

  @Test
  void fixedValues() {
    double[] w = {1, 2, 3, Double.NaN};
    new Zeros().fill(w, 2, 2, 2, 2, null);
    assertArrayEquals(new double[4], w);
    new Ones().fill(w, 2, 2, 2, 2, null);
    assertArrayEquals(new double[] {1, 1, 1, 1}, w);
    new Constant(-0.25).fill(w, 2, 2, 2, 2, null);
    assertArrayEquals(new double[] {-0.25, -0.25, -0.25, -0.25}, w);
  }

  @Test
  void theStreamDecidesAll() {
    for (var e : Catalogs.texts().catalog(Initializer.class).entries()) {
      double[] first = fill(e.prototype(), 6, 4, 9);
      assertArrayEquals(first, fill(e.prototype(), 6, 4, 9), e.name());
      boolean random = Arrays.stream(first).distinct().count() > 1;
      if (random) {
        assertFalse(Arrays.equals(first, fill(e.prototype(), 6, 4, 10)), e.name());
      }
    }
  }

  @Test
  void refusals() {
    assertThrows(IllegalArgumentException.class, () -> new Orthogonal(0));
    assertThrows(IllegalArgumentException.class, () -> new Orthogonal(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Constant(Double.POSITIVE_INFINITY));
  }
}
