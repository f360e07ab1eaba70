// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

/** How rows become blocks, one block after the other. */
interface RowForm {
  /** Numbers of a row. */
  int columns();

  /** Bytes of a row in the block that is being filled, about. */
  long bytesPerRow();

  /** Makes room for the rows of a block; 0 when no more will come. */
  void begin(int rows);

  /** Adds a row to the block. */
  void add(float[] row);

  /** Adds a row to the block. */
  void add(SparseRow row);

  /** The block of the rows added since {@link #begin}. */
  RowBlock end();

  /** A block to be read into. */
  RowBlock empty();
}
