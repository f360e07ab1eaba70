// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * A row-major view of a buffer: element (r, c) is at {@code offset + r * stride + c}. Views share
 * the buffer's numbers; nothing is copied.
 *
 * @param buffer the numbers
 * @param offset index of element (0, 0) in the buffer
 * @param rows number of rows, may be 0
 * @param columns number of columns
 * @param stride distance between the starts of two rows, at least {@code columns}
 */
public record Matrix(Buffer buffer, int offset, int rows, int columns, int stride) {

  public Matrix {
    if (offset < 0 || rows < 0 || columns < 0 || stride < columns) {
      throw new IllegalArgumentException(
          "no matrix of " + rows + " x " + columns + ", stride " + stride + ", at " + offset);
    }
    if (rows > 0 && (long) offset + (long) (rows - 1) * stride + columns > buffer.size()) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " at " + offset + " exceeds a buffer of " + buffer.size());
    }
  }

  /** The first {@code rows * columns} elements of a buffer. */
  public static Matrix of(Buffer buffer, int rows, int columns) {
    return new Matrix(buffer, 0, rows, columns, columns);
  }

  /** Number of elements. */
  public int size() {
    return rows * columns;
  }

  /** Whether the elements lie side by side in the buffer. */
  public boolean contiguous() {
    return stride == columns || rows <= 1;
  }

  /** Rows {@code from ... from + count}. */
  public Matrix rows(int from, int count) {
    return new Matrix(buffer, offset + from * stride, count, columns, stride);
  }

  /** Columns {@code from ... from + count}. */
  public Matrix columns(int from, int count) {
    if (from + count > columns) {
      throw new IllegalArgumentException(
          "columns " + from + " to " + (from + count) + " of " + columns);
    }
    return new Matrix(buffer, offset + from, rows, count, stride);
  }

  /** The same elements with another number of rows and columns; contiguous matrices only. */
  public Matrix reshape(int newRows, int newColumns) {
    if (!contiguous() || (long) newRows * newColumns != (long) rows * columns) {
      throw new IllegalArgumentException(
          "a " + rows + " x " + columns + " view cannot become " + newRows + " x " + newColumns);
    }
    return new Matrix(buffer, offset, newRows, newColumns, newColumns);
  }

  /** All elements row by row, as doubles: for tests, traces and small things. */
  public double[] toArray() {
    double[] all = new double[size()];
    if (contiguous()) {
      buffer.read(offset, all, 0, all.length);
      return all;
    }
    for (int r = 0; r < rows; r++) {
      buffer.read(offset + r * stride, all, r * columns, columns);
    }
    return all;
  }

  /** Overwrites all elements, given row by row. */
  public void set(double... values) {
    if (values.length != size()) {
      throw new IllegalArgumentException(values.length + " values for " + rows + " x " + columns);
    }
    if (contiguous()) {
      buffer.write(offset, values, 0, values.length);
      return;
    }
    for (int r = 0; r < rows; r++) {
      buffer.write(offset + r * stride, values, r * columns, columns);
    }
  }
}
