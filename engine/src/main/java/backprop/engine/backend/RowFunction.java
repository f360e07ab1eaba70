// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * A function that makes a row of another length from a row, in double precision. Allocates nothing.
 */
public interface RowFunction {
  /**
   * Fills {@code y[0 ... m)} from {@code x[0 ... n)}.
   *
   * @param y receives m numbers; its old content is not read
   */
  void apply(double[] x, int n, double[] y, int m);
}
