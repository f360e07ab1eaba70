// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

/** The loops for four rows of c at once; which is fastest depends on compiler and width. */
enum TallForm {
  /** None: rows one by one are faster. */
  NONE,
  /** Those of {@link TallPairs}. */
  PAIRS,
  /** Those of {@link TallLoops}. */
  FOURS;

  /** Whether there is a loop for rows of this width. */
  boolean has(int width) {
    return this == PAIRS || this == FOURS && TallLoops.has(width);
  }

  /**
   * Adds {@code length} rows of b, from row {@code at} on, times their factors to the four rows of
   * c from {@code row} on; the rows of b and their factors up to the next multiple of four are
   * zeros.
   *
   * @param factors four for each row of b, those of the first row of b first
   */
  void add(
      int width,
      int start,
      float[][] c,
      int row,
      float[][] b,
      int at,
      float[] factors,
      int length) {
    if (this == PAIRS) {
      TallPairs.add(width, start, c, row, b, at, factors, (length + 1) / 2);
    } else {
      TallLoops.add(width, start, c, row, b, at, factors, (length + 3) / 4);
    }
  }
}
