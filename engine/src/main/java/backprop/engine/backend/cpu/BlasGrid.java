// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

/**
 * How a product is cut into blocks, each of which a native library computes on one thread. The cut
 * depends on the sizes alone.
 *
 * <p>A library packs the block's rows of a and columns of b before it computes, so blocks should be
 * few and near to squares; but there must be enough of them for all threads, and so many that a
 * thread that the operating system gives half a core holds the others up by little. Four blocks of
 * a product of 128 x 784 x 256 take 10 to 15 percent more than one, sixteen take 40 more.
 */
final class BlasGrid {
  /** Multiply-adds of a block that is worth waking another thread: about twenty microseconds. */
  private static final double LEAST = 1e6;

  /** Multiply-adds from which on there are more than four blocks. */
  private static final double MANY = 25e6;

  private static final int FEW = 4;

  /** Side of the tiles that libraries compute in registers, or a multiple of it. */
  private static final int TILE = 16;

  private int rows;
  private int columns;
  private int blockRows;
  private int blockColumns;
  private int across;

  /** Cuts a product of rows x inner by inner x columns. */
  void split(int newRows, int newColumns, int inner) {
    rows = newRows;
    columns = newColumns;
    double volume = (double) rows * columns * inner;
    int wanted = (int) Math.max(1, Math.min(FEW, volume / LEAST));
    if (volume > MANY) {
      wanted = (int) Math.round(FEW * Math.sqrt(volume / MANY));
    }
    double best = Double.MAX_VALUE;
    for (int down = 1; down <= wanted; down++) {
      int height = side(rows, down);
      int width = side(columns, (wanted + down - 1) / down);
      // Numbers packed, in units of the inner length.
      double packed =
          (double) count(columns, width) * rows + (double) count(rows, height) * columns;
      if (packed < best && count(rows, height) * count(columns, width) >= wanted) {
        best = packed;
        blockRows = height;
        blockColumns = width;
      }
    }
    if (best == Double.MAX_VALUE) {
      // Too small for so many tiles: along the longer side as far as it goes.
      boolean tall = rows >= columns;
      blockRows = tall ? side(rows, wanted) : rows;
      blockColumns = tall ? columns : side(columns, wanted);
    }
    across = count(columns, blockColumns);
  }

  private static int side(int length, int parts) {
    int even = (length + parts - 1) / parts;
    return Math.min(length, (even + TILE - 1) / TILE * TILE);
  }

  private static int count(int length, int side) {
    return (length + side - 1) / side;
  }

  /** Number of blocks. */
  int blocks() {
    return across * count(rows, blockRows);
  }

  /** First row of a block. */
  int row(int block) {
    return block / across * blockRows;
  }

  /** First column of a block. */
  int column(int block) {
    return block % across * blockColumns;
  }

  /** Rows of the blocks that start at this one. */
  int rowsAt(int row) {
    return Math.min(blockRows, rows - row);
  }

  /** Columns of the blocks that start at this one. */
  int columnsAt(int column) {
    return Math.min(blockColumns, columns - column);
  }
}
