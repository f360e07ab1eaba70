// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import java.util.Arrays;

/**
 * Rows of which most elements have the usual value of their column: element (r, c) is {@code
 * usual(c)} plus what is stored for (r, c), if anything is. Stored numbers lie row by row, each
 * with its column (compressed sparse rows). To be filled again for every minibatch; its arrays only
 * grow.
 */
public final class SparseMatrix {
  private final Matrix usual;
  private int rows;
  private int[] starts = new int[1];
  private int[] columns = {};
  private float[] differences = {};

  /**
   * A matrix without rows.
   *
   * @param usual the usual value of every column, 1 x columns
   */
  public SparseMatrix(Matrix usual) {
    if (usual.rows() != 1) {
      throw new IllegalArgumentException("usual values of " + usual.rows() + " rows instead of 1");
    }
    this.usual = usual;
  }

  /** Takes all rows away, and makes room for so many. */
  public void clear(int expectedRows) {
    rows = 0;
    if (starts.length <= expectedRows) {
      starts = new int[expectedRows + 1];
    }
  }

  /**
   * Adds a row.
   *
   * @param at columns of the row's elements {@code [from, to)}, each at most once
   * @param values of these elements; what is stored is their difference from the usual
   * @param usually the usual values
   */
  public void add(int[] at, float[] values, int from, int to, float[] usually) {
    int first = starts[rows];
    int end = Math.addExact(first, to - from);
    if (end > columns.length) {
      int size = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, 2L * columns.length));
      columns = Arrays.copyOf(columns, size);
      differences = Arrays.copyOf(differences, size);
    }
    for (int i = from; i < to; i++) {
      columns[first + i - from] = at[i];
      differences[first + i - from] = values[i] - usually[at[i]];
    }
    if (rows + 1 == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[++rows] = end;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return usual.columns();
  }

  /** The usual value of every column, 1 x columns. */
  public Matrix usual() {
    return usual;
  }

  /** Number of elements that are stored. */
  public int stored() {
    return starts[rows];
  }

  /**
   * Where the stored elements of every row begin, and at {@code rows()} where the last ones end.
   */
  public int[] starts() {
    return starts;
  }

  /** Column of every stored element; longer than there are elements. */
  public int[] indices() {
    return columns;
  }

  /** What every stored element is more than usual; longer than there are elements. */
  public float[] differences() {
    return differences;
  }

  @Override
  public String toString() {
    return rows + " x " + columns() + ", " + stored() + " stored";
  }
}
