// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;

/** Where a matrix lies: to be set again and again, where views would have to be made anew. */
final class Place {
  float[] array;
  int offset;
  int stride;

  /** The place of a matrix. */
  Place of(Matrix m) {
    return of(m, 0, 0);
  }

  /** The place of the part of a matrix that starts at this row and column. */
  Place of(Matrix m, int row, int column) {
    return of(FloatArray.of(m), m.offset() + row * m.stride() + column, m.stride());
  }

  /** A place of one's own. */
  Place of(float[] newArray, int newOffset, int newStride) {
    array = newArray;
    offset = newOffset;
    stride = newStride;
    return this;
  }
}
