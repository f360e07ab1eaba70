// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;

/**
 * Losses of steps that a device has only been asked for: it writes them one after the other, and
 * they are read together every few steps, because it idles while somebody waits for one.
 */
final class QueuedLosses {
  private final Matrix[] places;
  private final int[] rows;
  private final double[] read;
  private int count;

  /** Room for so many losses. */
  QueuedLosses(Kernels kernels, int capacity) {
    Matrix all = Matrix.of(kernels.allocate(capacity), 1, capacity);
    places = new Matrix[capacity];
    for (int i = 0; i < capacity; i++) {
      places[i] = all.columns(i, 1);
    }
    rows = new int[capacity];
    read = new double[capacity];
  }

  /** Whether there is no room for so many more. */
  boolean lacks(int more) {
    return count + more > places.length;
  }

  /**
   * Where the next loss goes.
   *
   * @param ofRows rows that it counts for
   */
  Matrix next(int ofRows) {
    rows[count] = ofRows;
    return places[count++];
  }

  /** The sum of the last losses, which waits for them. */
  double last(int parts) {
    double sum = 0;
    for (int i = count - parts; i < count; i++) {
      places[i].buffer().read(i, read, i, 1);
      sum += read[i];
    }
    return sum;
  }

  /**
   * The sum of all losses times their rows, which are then forgotten.
   *
   * @return not a finite number when one of them is not
   */
  double collect() {
    double sum = 0;
    if (count > 0) {
      places[0].buffer().read(0, read, 0, count);
      for (int i = 0; i < count; i++) {
        sum += read[i] * rows[i];
      }
      count = 0;
    }
    return sum;
  }
}
