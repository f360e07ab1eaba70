// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

/**
 * The innermost loop of a matrix product: a tile of c stays in registers while the inner index
 * runs. Written with whatever reaches the registers of the processor; {@link VectorProduct} does
 * the rest in plain Java.
 *
 * <pre>
 *   packed a: inner index by inner index, {@link #rows} numbers each
 *   packed b: inner index by inner index, as many numbers as the tile is wide
 * </pre>
 */
public interface Tiles {
  /** Rows of the largest tile, and of packed a whatever the tile. */
  int rows();

  /** Columns of the widest tile. */
  int columns();

  /** Rows of the smallest tile that covers so many rows, or {@link #rows} if none does. */
  int height(int rows);

  /** Columns of the narrowest tile that covers so many, or {@link #columns} if none does. */
  int width(int columns);

  /**
   * Computes {@code c = start + a * b} for one tile, every element summed in the order of the inner
   * index with one rounding for each multiplication and addition.
   *
   * @param height a number that {@link #height} returns
   * @param width a number that {@link #width} returns
   * @param inner the inner index runs from 0 to inner - 1
   * @param a packed a, from {@code a0} on
   * @param b packed b, from {@code b0} on
   * @param start rows that lie {@code startStep} apart from {@code start0} on; 0: one row for all
   * @param c rows that lie {@code step} apart from {@code c0} on
   */
  void multiply(
      int height,
      int width,
      int inner,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] start,
      int start0,
      int startStep,
      float[] c,
      int c0,
      int step);

  /**
   * Copies {@code count} pieces of {@code length} numbers that lie {@code step} apart from {@code
   * from0} on, times a factor, one behind the other.
   *
   * @param length {@link #rows} or a number that {@link #width} returns
   */
  void copy(
      float factor, float[] from, int from0, int step, int count, int length, float[] to, int to0);

  /**
   * Copies {@code length} pieces of {@code count} numbers that lie {@code step} apart from {@code
   * from0} on, times a factor, side by side: first the first numbers of all pieces.
   *
   * @param length {@link #rows} or a number that {@link #width} returns
   */
  void transpose(
      float factor, float[] from, int from0, int step, int count, int length, float[] to, int to0);
}
