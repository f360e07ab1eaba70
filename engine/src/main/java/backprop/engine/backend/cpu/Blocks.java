// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;

/**
 * What works on whole rows: splits the rows into blocks that fit the scratch memory, loads the
 * inputs of a block, computes, and stores the output, replacing or adding. Blocks do not depend on
 * the number of threads.
 */
abstract class Blocks {
  /** Computes one block of rows: from the scratch arrays a, b, c to d. */
  interface Body {
    /**
     * Computes.
     *
     * @param row first row of the block
     * @param rows number of its rows
     */
    void run(Scratch s, int row, int rows);
  }

  /** Elements of one item of work. */
  private static final int GRAIN = 8 * Scratch.BLOCK;

  /** Items worth more than waking a thread: about twenty microseconds. */
  private static final int WORTH_THREADS = 4;

  private final Workers workers;
  private final Scratch[] scratch;
  private final Workers.Task part = this::part;
  private Body body;
  private Matrix a;
  private Matrix b;
  private Matrix y;
  private boolean adds;
  private int itemRows;

  /** The width of the call at hand. */
  int columns;

  Blocks(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  /**
   * Runs over all rows of y.
   *
   * @param a what is loaded into scratch array a, not null
   * @param b what is loaded into scratch array b, may be null
   * @param y where scratch array d goes, may be null
   * @param beta whether it is added (1) or replaces (0)
   */
  final void run(Body how, Matrix a, Matrix b, double beta, Matrix y) {
    body = how;
    this.a = a;
    this.b = b;
    this.y = y;
    adds = beta != 0;
    columns = a.columns();
    int block = columns == 0 ? Scratch.BLOCK : Math.max(1, Scratch.BLOCK / columns);
    itemRows = Math.max(1, GRAIN / Math.max(1, block * columns)) * block;
    workers.run((a.rows() + itemRows - 1) / itemRows, WORTH_THREADS, part);
  }

  private void part(int item, int worker) {
    Scratch s = scratch[worker];
    int block = s.rows(columns);
    int end = Math.min(a.rows(), (item + 1) * itemRows);
    begin(s, Math.min(block, end - item * itemRows));
    for (int row = item * itemRows; row < end; row += block) {
      int rows = Math.min(block, end - row);
      Scratch.load(a, row, rows, s.a);
      if (b != null) {
        Scratch.load(b, row, rows, s.b);
      }
      body.run(s, row, rows);
      if (adds) {
        Scratch.load(y, row, rows, s.a);
        add(s.a, s.d, rows * columns);
      }
      if (y != null) {
        Scratch.store(s.d, y, row, rows);
      }
    }
  }

  /** Prepares scratch arrays c and e for blocks of up to so many rows. */
  void begin(Scratch s, int rows) {}

  private static void add(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i];
    }
  }

  /** Element (row, 0) of a rows x 1 matrix. */
  static float at(Matrix column, int row) {
    return FloatArray.of(column)[column.offset() + row * column.stride()];
  }

  /** Sets element (row, 0) of a rows x 1 matrix. */
  static void put(Matrix column, int row, float value) {
    FloatArray.of(column)[column.offset() + row * column.stride()] = value;
  }

  /** Sum of {@code x[from ... to)}, in four interleaved parts. */
  static float sum(float[] x, int from, int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    for (; i < to; i++) {
      s0 += x[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Sum of {@code x[i] * y[i]} for {@code from <= i < to}, in four interleaved parts. */
  static float dot(float[] x, float[] y, int from, int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      s0 += x[i] * y[i];
      s1 += x[i + 1] * y[i + 1];
      s2 += x[i + 2] * y[i + 2];
      s3 += x[i + 3] * y[i + 3];
    }
    for (; i < to; i++) {
      s0 += x[i] * y[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
