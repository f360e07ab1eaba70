// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

/**
 * Training rows with their classes.
 *
 * @param inputs one row after the other
 * @param columns numbers of one row
 * @param classes class of each row
 * @param weights weight of each row
 */
public record LabeledRows(float[] inputs, int columns, int[] classes, double[] weights) {
  /** Number of rows. */
  public int rows() {
    return classes.length;
  }

  /** The squared distance of two rows. */
  double squaredDistance(int a, int b) {
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      double d = inputs[a * columns + j] - inputs[b * columns + j];
      sum += d * d;
    }
    return sum;
  }
}
