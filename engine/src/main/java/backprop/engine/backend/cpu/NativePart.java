// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A part of a matrix in memory that native code can be shown: row after row without gaps, copied
 * from and to arrays in pieces of whole rows.
 */
final class NativePart {
  /** Numbers that are worth being an item of work of their own. */
  private static final int PIECE = 1 << 14;

  private static final int CACHE_LINE = 64;

  private FloatBuffer numbers = direct(1);
  private int rows;
  private int columns;
  private int pieceRows;
  private int pieces;

  /**
   * Sets the size.
   *
   * @return whether the memory had to be replaced by more
   */
  boolean size(int newRows, int newColumns) {
    rows = newRows;
    columns = newColumns;
    pieceRows = Math.max(1, PIECE / columns);
    pieces = (rows + pieceRows - 1) / pieceRows;
    int count = Math.multiplyExact(rows, columns);
    if (count <= numbers.capacity()) {
      return false;
    }
    numbers = direct(count);
    return true;
  }

  /** The memory; valid until {@link #size} replaces it. */
  FloatBuffer numbers() {
    return numbers;
  }

  /** Distance of two rows. */
  int stride() {
    return columns;
  }

  /** Number of numbers. */
  int count() {
    return rows * columns;
  }

  /** Number of pieces. */
  int pieces() {
    return pieces;
  }

  /**
   * Copies one piece in.
   *
   * @param offset where the part starts in the array
   * @param stride distance of its rows there; 0 for the same in every row
   */
  void copyIn(int piece, float[] from, int offset, int stride) {
    int first = piece * pieceRows;
    int last = Math.min(rows, first + pieceRows);
    if (stride == columns) {
      int count = (last - first) * columns;
      numbers.put(first * columns, from, offset + first * stride, count);
      return;
    }
    for (int r = first; r < last; r++) {
      numbers.put(r * columns, from, offset + r * stride, columns);
    }
  }

  /** Copies one piece out; the parameters are those of {@link #copyIn}. */
  void copyOut(int piece, float[] to, int offset, int stride) {
    int first = piece * pieceRows;
    int last = Math.min(rows, first + pieceRows);
    if (stride == columns) {
      int count = (last - first) * columns;
      numbers.get(first * columns, to, offset + first * stride, count);
      return;
    }
    for (int r = first; r < last; r++) {
      numbers.get(r * columns, to, offset + r * stride, columns);
    }
  }

  /** Memory of whole cache lines. */
  private static FloatBuffer direct(int count) {
    long lines = (count * (long) Float.BYTES + CACHE_LINE - 1) / CACHE_LINE;
    long bytes = (lines + 1) * CACHE_LINE;
    return ByteBuffer.allocateDirect(Math.toIntExact(bytes))
        .alignedSlice(CACHE_LINE)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
