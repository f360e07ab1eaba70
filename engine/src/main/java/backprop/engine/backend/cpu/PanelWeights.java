// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;

/**
 * The weights of a convolution in the order in which {@link PositionPanels} multiplies by them:
 * block by block, a block's rows in strips of sixteen, the last filled up with zeros.
 */
final class PanelWeights {
  /** Rows of a strip. */
  static final int STRIP = 16;

  /** Weights of four filters in a strip. */
  static final int FOUR = TallLoops.ROWS * STRIP;

  /**
   * For each strip, and for each four filters: four weights for each row, as {@link TallForm} takes
   * them; then the rows' weights for each filter.
   */
  private float[][] factors = new float[0][];

  private Matrix from;
  private int filter;
  private int filters;
  private int fours;

  /** The weights of four filters in a strip; those one by one start at {@link #FOUR}. */
  float[] of(int strip, int four) {
    return factors[strip * fours + four];
  }

  /**
   * Takes the weights of a call.
   *
   * @param newFilter first of the {@code newFilters} columns
   * @param across rows that belong to a row of the window, of which a block has {@code blockAcross}
   * @param kernel rows of the window, of which a block has {@code blockRows}
   */
  void of(
      Matrix weights,
      int newFilter,
      int newFilters,
      int across,
      int blockAcross,
      int kernel,
      int blockRows) {
    from = weights;
    filter = newFilter;
    filters = newFilters;
    fours = (filters + TallLoops.ROWS - 1) / TallLoops.ROWS;
    int strips = 0;
    for (int q = 0; q < across; q += blockAcross) {
      for (int ky = 0; ky < kernel; ky += blockRows) {
        int rows = Math.min(blockAcross, across - q) * Math.min(blockRows, kernel - ky);
        strips += Panels.strips(rows);
      }
    }
    if (factors.length < fours * strips) {
      factors = new float[fours * strips][2 * FOUR];
    }
    int strip = 0;
    for (int q = 0; q < across; q += blockAcross) {
      int count = Math.min(blockAcross, across - q);
      for (int ky = 0; ky < kernel; ky += blockRows) {
        int rows = count * Math.min(blockRows, kernel - ky);
        for (int p = 0; p < (rows + 3) / 4 * 4; p++) {
          int row = p < rows ? (ky + p / count) * across + q + p % count : -1;
          put(row, strip + p / STRIP, p % STRIP);
        }
        strip += Panels.strips(rows);
      }
    }
  }

  /** Puts a row of the weights to its place in a strip; zeros for row -1. */
  private void put(int row, int strip, int place) {
    float[] weights = FloatArray.of(from);
    int at = from.offset() + row * from.stride() + filter;
    for (int f = 0; f < filters; f++) {
      float weight = row < 0 ? 0 : weights[at + f];
      float[] factor = factors[strip * fours + f / TallLoops.ROWS];
      factor[place * TallLoops.ROWS + f % TallLoops.ROWS] = weight;
      factor[FOUR + f % TallLoops.ROWS * STRIP + place] = weight;
    }
  }
}
