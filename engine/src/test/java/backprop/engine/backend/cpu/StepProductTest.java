// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every element is summed in the order of the inner index, whoever computes it. */
class StepProductTest {
  private static final int MOST_ROWS = 32;

  private static final int[] ROWS = {1, 3, 4, 7, 9, 32};

  @ParameterizedTest(name = "{0} units, {1} groups")
  @CsvSource({"1, 4", "3, 1", "16, 3", "17, 4", "64, 4", "64, 3", "130, 4", "513, 1"})
  void sumsInOrderInPlainJava(int units, int groups) {
    Workers workers = new Workers(1);
    check(new Gemm(workers).steps(workers, MOST_ROWS), units, groups);
  }

  @ParameterizedTest(name = "{0} units, {1} groups")
  @CsvSource({"1, 4", "3, 1", "16, 3", "17, 4", "64, 4", "64, 3", "130, 4", "513, 1"})
  @Tag("vector")
  void sumsInOrderOnTiles(int units, int groups) {
    Workers workers = new Workers(1);
    check(WarmTiles.product(workers).steps(workers, MOST_ROWS), units, groups);
  }

  private static void check(StepProduct product, int units, int groups) {
    int columns = units * groups;
    FloatArray weights = new FloatArray(5 + units * (columns + 3));
    fill(1, FloatArray.of(Matrix.of(weights, 1, 1)));
    Matrix w = new Matrix(weights, 5, units, columns, columns + 3);
    for (int rows : ROWS) {
      float[] start = new float[2 + rows * (columns + 1)];
      fill(2, start);
      // More work than there is, so that the form of the loops is measured and changes between.
      product.pack(w, false, 1e5);
      float[][] narrow = blocks(1, units);
      float[][] wide = blocks(groups, units);
      product.multiply(0, narrow, rows, start, 2, columns + 1, wide);
      compare(w, false, rows, narrow, start, 2, columns + 1, wide);
      product.multiply(0, narrow, rows, start, 2, 0, wide);
      compare(w, false, rows, narrow, start, 2, 0, wide);
      product.pack(w, true, 1e5);
      wide = blocks(groups, units);
      product.multiply(0, wide, rows, null, 0, 0, narrow);
      compare(w, true, rows, wide, null, 0, 0, narrow);
    }
  }

  private static float[][] blocks(int count, int units) {
    float[][] blocks = new float[count][MOST_ROWS * units + 12];
    for (int g = 0; g < count; g++) {
      fill(3 + g, blocks[g]);
    }
    return blocks;
  }

  private static void fill(int seed, float[] x) {
    RandomStream random = new RandomStream(seed);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
  }

  private static void compare(
      Matrix w,
      boolean transpose,
      int rows,
      float[][] x,
      float[] start,
      int at,
      int step,
      float[][] y) {
    int units = w.rows();
    int inner = transpose ? w.columns() : units;
    int columns = transpose ? units : w.columns();
    float[] values = FloatArray.of(w);
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        float sum = start == null ? 0 : start[at + r * step + j];
        for (int p = 0; p < inner; p++) {
          int row = transpose ? j : p;
          int column = transpose ? p : j;
          float factor = values[w.offset() + row * w.stride() + column];
          sum = FusedMultiplyAdd.of(x[p / units][r * units + p % units], factor, sum);
        }
        assertEquals(sum, y[j / units][r * units + j % units], "row " + r + ", column " + j);
      }
    }
  }
}
