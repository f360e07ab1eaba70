// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.backend.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products on tiles have the bits of those in plain Java, so that it does not matter when the tiles
 * are compiled, how wide vectors are, or which of the two a size is computed by.
 */
@Tag("vector")
class VectorProductTest {
  private static final int[] THREADS = {1, 2, 3};

  /** Alpha and beta; the last one with bias, in place of beta. */
  private static final double[][] FACTORS = {{1, 0}, {1, 1}, {-0.37, 0.6}, {1.5, 0}};

  @ParameterizedTest(name = "{0} x {1}, inner index {2}")
  @CsvSource({
    "1, 1, 1",
    "8, 32, 64",
    "4, 16, 7",
    "3, 5, 256",
    "13, 47, 257",
    "1, 300, 40",
    "300, 1, 40",
    "67, 10, 129",
    "70, 1100, 33",
    "129, 65, 515",
    "33, 2049, 300",
    "640, 24, 25"
  })
  void bitsAreThoseOfPlainJava(int m, int n, int k) {
    for (int threads : THREADS) {
      Workers workers = new Workers(threads);
      Product plain = new Gemm(workers);
      VectorProduct tiles = WarmTiles.product(workers);
      for (int transposes = 0; transposes < 4; transposes++) {
        for (int f = 0; f < FACTORS.length; f++) {
          check(m, n, k, transposes, f, plain, tiles);
        }
      }
      workers.close();
    }
  }

  private static void check(
      int m, int n, int k, int transposes, int f, Product plain, VectorProduct tiles) {
    boolean transposeA = transposes % 2 == 1;
    boolean transposeB = transposes / 2 == 1;
    // Strides and offsets are odd: a row ends where the next one does not begin.
    int strideA = (transposeA ? m : k) + 3;
    int strideB = (transposeB ? k : n) + f;
    int strideC = n + 5;
    float[] a = numbers(1, 7 + (transposeA ? k : m) * strideA);
    float[] b = numbers(2, 2 + (transposeB ? n : k) * strideB);
    float[] bias = numbers(3, 4 + n);
    float[] c = numbers(4, 9 + m * strideC);
    float[] expected = c.clone();
    if (FACTORS[f][1] == 0) {
      Arrays.fill(c, Float.NaN); // old content must not be read
      Arrays.fill(expected, Float.NaN);
    }
    Place inA = new Place().of(a, 7, strideA);
    Place inB = new Place().of(b, 2, strideB);
    Place row = f == FACTORS.length - 1 ? new Place().of(bias, 4, 0) : null;
    double alpha = FACTORS[f][0];
    double beta = FACTORS[f][1];
    plain.sizes(m, n, k);
    Place to = new Place().of(expected, 9, strideC);
    plain.run(transposeA, transposeB, alpha, inA, inB, beta, row, to);
    tiles.sizes(m, n, k);
    to = new Place().of(c, 9, strideC);
    tiles.onTiles(transposeA, transposeB, alpha, inA, inB, beta, row, to, true);
    assertArrayEquals(expected, c, "transposes " + transposes + ", factors " + f);
  }

  @ParameterizedTest
  @CsvSource({"13, 47, 257", "128, 256, 784", "200, 100, 50"})
  void whoeverComputesTheNextProductTheResultIsThat(int m, int n, int k) {
    Workers workers = new Workers(2);
    float[] a = numbers(1, m * k);
    float[] b = numbers(2, k * n);
    Product[] products = {new Gemm(workers), WarmTiles.product(workers)};
    float[][] c = new float[2][m * n];
    for (int i = 0; i < 2; i++) {
      products[i].sizes(m, n, k);
      Place inA = new Place().of(a, 0, k);
      Place inB = new Place().of(b, 0, n);
      products[i].run(false, false, 1, inA, inB, 0, null, new Place().of(c[i], 0, n));
    }
    assertArrayEquals(c[0], c[1]);
    // and it is right: one element in double
    double sum = 0;
    for (int p = 0; p < k; p++) {
      sum += (double) a[2 * k + p] * b[p * n + 3];
    }
    assertEquals(sum, c[1][2 * n + 3], 1e-5 * k);
    workers.close();
  }

  private static float[] numbers(long seed, int count) {
    RandomStream random = new RandomStream(seed);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
