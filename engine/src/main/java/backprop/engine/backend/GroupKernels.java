// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Loops over parts of matrices: products and softmax group by group, maxima over slices, columns
 * copied from one matrix to another. The conventions are those of {@link Kernels}.
 *
 * <pre>
 *            slice 0  slice 1      a matrix of (groups * rows) x (slices * columns):
 *   group 0  block    block        a group is an example, its rows are time steps,
 *   group 1  block    block        a slice is an attention head
 * </pre>
 *
 * The rows of a group, and the columns of a slice, lie side by side; their numbers are those of the
 * matrix divided by the number of groups and slices.
 */
public interface GroupKernels {
  /**
   * For every group and slice: {@code c = alpha * op(a) * op(b) + beta * c} of its blocks, where op
   * transposes a block if asked to. The sum over the inner index is never split.
   *
   * @param groups number of groups of rows in a, b and c, at least 1
   * @param slices number of slices of columns in a, b and c, at least 1
   */
  void gemm(
      int groups,
      int slices,
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Matrix a,
      Matrix b,
      double beta,
      Matrix c);

  /**
   * Softmax over the columns of every slice of every row, among those columns that are allowed; the
   * others become 0. Column j is allowed for row i of a group if j is masked in and, where causal,
   * {@code j <= i}. A row for which nothing is allowed becomes 0.
   *
   * @param causal whether row i sees the columns 0 to i only
   * @param mask (groups * columns of a slice) x 1: for each group, which columns are masked in (not
   *     0); null for all
   * @param y may be x
   */
  void softmax(int groups, int slices, boolean causal, Matrix x, Matrix mask, Matrix y);

  /**
   * {@code dx = y * (dy - sum(dy * y)) + beta * dx}, sums over each slice of each row; beta is 0 or
   * 1. What was not allowed has y = 0, hence no gradient.
   */
  void softmaxGradient(int slices, Matrix y, Matrix dy, double beta, Matrix dx);

  /**
   * The maximum over slices: {@code y(r, c) = max over s of x(r, s * columns + c)}, y having {@code
   * columns} columns.
   */
  void maximum(int slices, Matrix x, Matrix y);

  /**
   * The gradient of {@link #maximum}: {@code dx = dy + beta * dx} in the first slice that has the
   * maximum, {@code beta * dx} in the others; beta is 0 or 1.
   */
  void maximumGradient(int slices, Matrix x, Matrix dy, double beta, Matrix dx);

  /**
   * {@code count} columns of x, from {@code from} on, to the columns of y from {@code to} on:
   * {@code y = x + beta * y} there, and all else of y stays; beta is 0 or 1. As many rows in both.
   */
  void copyColumns(Matrix x, int from, int count, double beta, Matrix y, int to);

  /**
   * Every row divided by its root mean square: {@code y = x * s} with {@code s = 1 / sqrt(mean(x *
   * x) + epsilon)}. {@code scale} (rows x 1) receives s.
   */
  void normalizeByRootMeanSquare(Matrix x, double epsilon, Matrix y, Matrix scale);

  /**
   * {@code dx = s * (dy - y * mean(dy * y)) + beta * dx}, the mean over each row; beta is 0 or 1.
   */
  void normalizeByRootMeanSquareGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx);

  /**
   * Sines and cosines of the row's number at falling frequencies: {@code y(t, 2i) = sin(t /
   * base^(2i / columns))}, {@code y(t, 2i + 1) = cos(t / base^(2i / columns))}.
   *
   * @param base above 0; the longest wavelength is nearly {@code 2 pi base}
   */
  void sinusoids(double base, Matrix y);
}
