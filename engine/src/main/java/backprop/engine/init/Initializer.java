// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;

/** Gives a parameter matrix its first values, in double precision so that all backends agree. */
public interface Initializer {
  /**
   * Fills a matrix.
   *
   * @param w row-major, {@code rows * columns} elements
   * @param rows number of rows
   * @param columns number of columns
   * @param fanIn number of inputs that feed one unit
   * @param fanOut number of units that one input feeds
   * @param random the parameter's own stream
   */
  void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random);
}
