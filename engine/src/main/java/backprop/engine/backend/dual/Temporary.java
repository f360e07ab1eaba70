// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;

/**
 * Room for intermediate results on the wrapped kernels: numbered matrices that are reused, and the
 * few compositions of kernels that tangents need again and again.
 */
final class Temporary {
  private static final int ROOMS = 10;
  private static final int EXPANDED = 8;
  private static final int ONES = 9;

  private final Kernels k;
  private final Buffer[] rooms = new Buffer[ROOMS];

  Temporary(Kernels k) {
    this.k = k;
  }

  /** A matrix with any content; the numbers 0 to 7 are the caller's. */
  Matrix matrix(int number, int rows, int columns) {
    int size = Math.max(1, Math.multiplyExact(rows, columns));
    if (rooms[number] == null || rooms[number].size() < size) {
      rooms[number] = k.allocate(size);
    }
    return Matrix.of(rooms[number], rows, columns);
  }

  /** As many rows and columns as another one. */
  Matrix like(int number, Matrix m) {
    return matrix(number, m.rows(), m.columns());
  }

  /** A matrix of ones. */
  Matrix ones(int rows, int columns) {
    Matrix m = matrix(ONES, rows, columns);
    k.fill(1, m);
    return m;
  }

  /** {@code column = factor * sum over the columns of a * b}. */
  void rowSums(double factor, Matrix a, Matrix b, Matrix column) {
    Matrix product = like(EXPANDED, a);
    k.multiply(a, b, 0, product);
    k.gemm(false, false, factor, product, ones(a.columns(), 1), 0, column);
  }

  /** {@code y = y + factor * x * column}, every row of x by its element of the column. */
  void addScaledRows(double factor, Matrix x, Matrix column, Matrix y) {
    Matrix wide = like(EXPANDED, x);
    k.gemm(false, false, factor, column, ones(1, x.columns()), 0, wide);
    k.multiply(x, wide, 1, y);
  }
}
