// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

import backprop.engine.backend.SparseMatrix;
import java.nio.ByteBuffer;

/** Some rows in a compact form. */
interface RowBlock {
  /** Copies a row of numbers. */
  void copy(int row, float[] to, int at);

  /** Adds a row to a sparse matrix; only blocks of a sparse form can. */
  default void addTo(int row, SparseMatrix to) {
    throw new IllegalStateException("these rows are not sparse");
  }

  /** Bytes that it takes in memory, and in a file. */
  int bytes();

  /** Writes {@link #bytes()} bytes. */
  void write(ByteBuffer to);

  /** Becomes the block of the same form that {@link #write} wrote; uses its memory again. */
  void read(ByteBuffer from);
}
