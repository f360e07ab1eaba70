// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Loops that find their rows or columns by numbers in a matrix: lookups for embeddings and what
 * belongs to them. The conventions are those of {@link Kernels}.
 *
 * <p>An index is a whole number from 0 to below the number of rows of a table; -1 and NaN stand for
 * no row at all. Anything else throws {@link IllegalArgumentException} naming its place.
 */
public interface TableKernels {
  /**
   * Looks up rows: the index in row r and column {@code from + j} selects the row of the table that
   * columns {@code at ... at + table.columns()} of row {@code r * count + j} of y become; zeros
   * where there is none.
   *
   * @param indices has at least {@code from + count} columns
   * @param y {@code indices.rows() * count} rows
   */
  void lookup(Matrix indices, int from, int count, Matrix table, Matrix y, int at);

  /**
   * Gradient of {@link #lookup}: {@code dtable = beta * dtable}, plus for every index, in their
   * order, its columns of dy in its row; beta is 0 or 1.
   */
  void lookupGradient(
      Matrix indices, int from, int count, Matrix dy, int at, double beta, Matrix dtable);

  /**
   * Columns {@code at ... at + count} of y become columns {@code from ... from + count} of x, plus
   * beta times what they were; beta is 0 or 1.
   */
  void copyColumns(Matrix x, int from, int count, double beta, Matrix y, int at);
}
