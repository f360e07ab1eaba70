// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Loops that find their rows or columns by numbers: lookups for embeddings, and products of sparse
 * rows. The conventions are those of {@link Kernels}.
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

  /**
   * {@code y = x * w + bias} for every row of a sparse matrix: the usual row's product once, and
   * for each row what its stored elements add, in their order.
   *
   * @param bias 1 x columns, may be null
   */
  void sparseAffine(SparseMatrix x, Matrix w, Matrix bias, Matrix y);

  /**
   * Gradient of {@link #sparseAffine} by the weights: {@code dw = x' * dy + beta * dw}; beta is 0
   * or 1.
   */
  void sparseGradient(SparseMatrix x, Matrix dy, double beta, Matrix dw);
}
