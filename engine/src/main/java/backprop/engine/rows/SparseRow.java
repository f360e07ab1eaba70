// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

import java.util.Arrays;

/** A row while it is encoded: the elements that have not the usual value of their column. */
public final class SparseRow {
  private final float[] usual;
  private int[] columns = new int[64];
  private float[] values = new float[64];
  private int size;

  /**
   * A usual row.
   *
   * @param usual the usual value of every column
   */
  public SparseRow(float... usual) {
    this.usual = usual.clone();
  }

  /** Makes it the usual row again. */
  public void clear() {
    size = 0;
  }

  /**
   * Sets some elements, none of which was set since {@link #clear}; the usual ones are not stored.
   *
   * @param first column of the first one
   * @param row has them in {@code [0, count)}
   */
  public void set(int first, float[] row, int count) {
    for (int j = 0; j < count; j++) {
      if (Float.floatToRawIntBits(row[j]) != Float.floatToRawIntBits(usual[first + j])) {
        if (size == columns.length) {
          columns = Arrays.copyOf(columns, 2 * size);
          values = Arrays.copyOf(values, 2 * size);
        }
        columns[size] = first + j;
        values[size++] = row[j];
      }
    }
  }

  /** Number of elements that are not usual. */
  public int size() {
    return size;
  }

  /** The usual value of every column. */
  public float[] usual() {
    return usual.clone();
  }

  int[] columns() {
    return columns;
  }

  float[] values() {
    return values;
  }

  /** Copies the whole row. */
  public void copy(float[] to, int at) {
    System.arraycopy(usual, 0, to, at, usual.length);
    for (int i = 0; i < size; i++) {
      to[at + columns[i]] = values[i];
    }
  }
}
