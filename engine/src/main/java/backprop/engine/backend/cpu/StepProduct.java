// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;

/**
 * The product of a few rows with the same matrix again and again, as in a recurrence: the matrix is
 * packed once, then each thread multiplies rows of its own by it in every step. Every element is
 * summed in the order of the inner index with the same roundings, whatever the way.
 *
 * <p>Rows come and go as blocks: element j of row r of group g is at {@code block[g][r * units +
 * j]}, the groups being those of the matrix's columns or, transposed, of its rows.
 */
abstract class StepProduct {
  /**
   * Packs the matrix of units rows, or its transpose. Not while it multiplies.
   *
   * @param rows how many will be multiplied by it, in all steps together
   */
  abstract void pack(Matrix w, boolean transpose, double rows);

  /** What a pass over so many rows takes, in nanoseconds. */
  abstract double nanos(int rows);

  /**
   * Computes {@code y = start + x * matrix}.
   *
   * @param start an array whose rows lie {@code step} apart from {@code at} on; null for zeros
   */
  abstract void multiply(
      int worker, float[][] x, int rows, float[] start, int at, int step, float[][] y);

  /** A piece of a row, from column {@code from} on, to the groups that it covers. */
  static void scatter(float[] piece, int at, int from, int count, int units, int row, float[][] y) {
    for (int j = 0; j < count; ) {
      int within = (from + j) % units;
      int length = Math.min(units - within, count - j);
      Scratch.copy(piece, at + j, y[(from + j) / units], row * units + within, length);
      j += length;
    }
  }
}
