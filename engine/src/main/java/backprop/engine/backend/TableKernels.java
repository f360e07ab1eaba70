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
   * Looks up rows: row {@code r * indices.columns() + j} of y becomes the row of the table that the
   * index in row r and column j selects, or zeros where it selects none.
   *
   * @param y {@code indices.size()} rows
   */
  void lookup(Matrix indices, Matrix table, Matrix y);

  /**
   * Gradient of {@link #lookup}: {@code dtable = beta * dtable}, plus for every index, in their
   * order, its row of dy in the row that it selects; beta is 0 or 1.
   */
  void lookupGradient(Matrix indices, Matrix dy, double beta, Matrix dtable);
}
