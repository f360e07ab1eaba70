// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;

/**
 * Memory of one worker: blocks that start at index 0, where loops over several matrices vectorize
 * because all arrays share the index. Grows to the widest row and is then reused.
 */
final class Scratch {
  /** Elements of a block: six of them stay in the first-level cache. */
  static final int BLOCK = 1024;

  private static final int NARROW = 12;

  float[] a = new float[BLOCK];
  float[] b = new float[BLOCK];
  float[] c = new float[BLOCK];
  float[] d = new float[BLOCK];
  float[] e = new float[BLOCK];
  double[] sums = new double[BLOCK];
  final int[] bits = new int[BLOCK];

  /** One for each worker. */
  static Scratch[] forAll(Workers workers) {
    Scratch[] all = new Scratch[workers.threads()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Scratch();
    }
    return all;
  }

  /** Makes room for rows of {@code columns}; returns how many rows fit into a block. */
  int rows(int columns) {
    if (columns > a.length) {
      a = new float[columns];
      b = new float[columns];
      c = new float[columns];
      d = new float[columns];
      e = new float[columns];
      sums = new double[columns];
    }
    return columns == 0 ? BLOCK : Math.max(1, BLOCK / columns);
  }

  /** Copies whole rows to the start of a block. */
  static void load(Matrix m, int row, int rows, float[] to) {
    int columns = m.columns();
    float[] from = FloatArray.of(m);
    int at = m.offset() + row * m.stride();
    if (m.stride() == columns) {
      System.arraycopy(from, at, to, 0, rows * columns);
      return;
    }
    for (int r = 0; r < rows; r++, at += m.stride()) {
      copy(from, at, to, r * columns, columns);
    }
  }

  /** Copies whole rows from the start of a block. */
  static void store(float[] from, Matrix m, int row, int rows) {
    int columns = m.columns();
    float[] to = FloatArray.of(m);
    int at = m.offset() + row * m.stride();
    if (m.stride() == columns) {
      System.arraycopy(from, 0, to, at, rows * columns);
      return;
    }
    for (int r = 0; r < rows; r++, at += m.stride()) {
      copy(from, r * columns, to, at, columns);
    }
  }

  /** Copies elements {@code from ... to}, counted row by row, to the start of a block. */
  static void loadRange(Matrix m, int from, int to, float[] block) {
    float[] values = FloatArray.of(m);
    if (m.contiguous()) {
      System.arraycopy(values, m.offset() + from, block, 0, to - from);
      return;
    }
    int columns = m.columns();
    for (int i = from; i < to; ) {
      int column = i % columns;
      int count = Math.min(columns - column, to - i);
      copy(values, m.offset() + i / columns * m.stride() + column, block, i - from, count);
      i += count;
    }
  }

  /** Copies the start of a block to elements {@code from ... to}, counted row by row. */
  static void storeRange(float[] block, Matrix m, int from, int to) {
    float[] values = FloatArray.of(m);
    if (m.contiguous()) {
      System.arraycopy(block, 0, values, m.offset() + from, to - from);
      return;
    }
    int columns = m.columns();
    for (int i = from; i < to; ) {
      int column = i % columns;
      int count = Math.min(columns - column, to - i);
      copy(block, i - from, values, m.offset() + i / columns * m.stride() + column, count);
      i += count;
    }
  }

  /** Repeats a 1 x columns row at the start of a block. */
  static void tile(Matrix row, int times, float[] to) {
    for (int r = 0; r < times; r++) {
      copy(FloatArray.of(row), row.offset(), to, r * row.columns(), row.columns());
    }
  }

  /** Copies elements; short copies without the price of a call. */
  static void copy(float[] from, int at, float[] to, int start, int count) {
    if (count > NARROW) {
      System.arraycopy(from, at, to, start, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[start + i] = from[at + i];
    }
  }
}
