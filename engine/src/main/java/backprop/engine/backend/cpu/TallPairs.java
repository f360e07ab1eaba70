// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

/**
 * What {@link TallLoops} do, four rows of c at once, with two rows of b a pass: more numbers are
 * loaded and stored, but the compiler of Java 17 makes vectors of it, as it does not of longer
 * chains of additions. Every result is summed in the same order, bit by bit.
 *
 * <p>There is one loop for all widths. How far the compiler unrolls it, and with that how wide its
 * vectors are, follows from how long it ran before it was compiled: {@link #warmUp} sees to it that
 * this was long. With short runs it would be half as fast forever.
 */
final class TallPairs {
  /** Runs before the compiler has seen enough. */
  private static final int RUNS = 1_000;

  private static final int LONGEST = 512;

  private TallPairs() {}

  /**
   * Runs the loop on its longest rows.
   *
   * @param c rows that hold nothing of use now
   * @param b rows that hold nothing of use now
   * @param zeros at least eight
   */
  static void warmUp(float[][] c, float[][] b, float[] zeros) {
    for (int i = 0; i < RUNS; i++) {
      add(LONGEST, 0, c[0], c[1], c[2], c[3], b[0], b[1], zeros, 0);
    }
  }

  /**
   * Adds {@code pairs} times two rows of b, from row {@code at} on, times their factors to the four
   * rows of c from {@code row} on. As in {@link AlignedLoops}, the numbers of a row follow {@code
   * start}.
   *
   * @param factors four for each row of b, those of the first row of b first
   */
  static void add(
      int width, int start, float[][] c, int row, float[][] b, int at, float[] factors, int pairs) {
    float[] c0 = c[row];
    float[] c1 = c[row + 1];
    float[] c2 = c[row + 2];
    float[] c3 = c[row + 3];
    for (int p = 0; p < pairs; p++) {
      int i = at + 2 * p;
      add(width, start, c0, c1, c2, c3, b[i], b[i + 1], factors, 8 * p);
    }
  }

  private static void add(
      int width,
      int start,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] b0,
      float[] b1,
      float[] a,
      int f) {
    float a00 = a[f];
    float a10 = a[f + 1];
    float a20 = a[f + 2];
    float a30 = a[f + 3];
    float a01 = a[f + 4];
    float a11 = a[f + 5];
    float a21 = a[f + 6];
    float a31 = a[f + 7];
    int first = start & AlignedLoops.MARGIN - 1;
    int end = first + width + 1;
    for (int j = first; j < end; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float y0 = Math.fma(a01, x1, Math.fma(a00, x0, c0[j]));
      float y1 = Math.fma(a11, x1, Math.fma(a10, x0, c1[j]));
      float y2 = Math.fma(a21, x1, Math.fma(a20, x0, c2[j]));
      float y3 = Math.fma(a31, x1, Math.fma(a30, x0, c3[j]));
      c0[j] = y0;
      c1[j] = y1;
      c2[j] = y2;
      c3[j] = y3;
    }
  }
}
