// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

/**
 * The loops of {@link AlignedLoops} for four rows of c at once: each vector of b is loaded once for
 * four results, which is up to twice as fast. Every result is summed in the same order, bit by bit.
 *
 * <p>With more than five arrays the compiler of Java 17 mostly gives up on vectors, that of Java 25
 * does not; without them the loop is ten times slower, so {@link PanelTuning} measures before these
 * are used.
 */
final class TallLoops {
  /** Rows of c. */
  static final int ROWS = 4;

  private TallLoops() {}

  /** Whether there is a loop for rows of this width. */
  static boolean has(int width) {
    return Integer.bitCount(width) == 1;
  }

  /**
   * Adds {@code groups} times four rows of b, from row {@code at} on, times their factors to the
   * rows of c from {@code row} on.
   *
   * @param factors four for each row of b, those of the first row of b first
   */
  static void add(
      int width,
      int start,
      float[][] c,
      int row,
      float[][] b,
      int at,
      float[] factors,
      int groups) {
    float[] c0 = c[row];
    float[] c1 = c[row + 1];
    float[] c2 = c[row + 2];
    float[] c3 = c[row + 3];
    for (int g = 0; g < groups; g++) {
      int p = at + 4 * g;
      int f = 16 * g;
      float[] b0 = b[p];
      float[] b1 = b[p + 1];
      float[] b2 = b[p + 2];
      float[] b3 = b[p + 3];
      switch (width) {
        case 32 -> add32(start, c0, c1, c2, c3, b0, b1, b2, b3, factors, f);
        case 64 -> add64(start, c0, c1, c2, c3, b0, b1, b2, b3, factors, f);
        case 128 -> add128(start, c0, c1, c2, c3, b0, b1, b2, b3, factors, f);
        case 256 -> add256(start, c0, c1, c2, c3, b0, b1, b2, b3, factors, f);
        case 512 -> add512(start, c0, c1, c2, c3, b0, b1, b2, b3, factors, f);
        default -> throw new IllegalArgumentException("no loop for " + width + " columns");
      }
    }
  }

  private static void add32(
      int start,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] a,
      int f) {
    float a00 = a[f];
    float a01 = a[f + 4];
    float a02 = a[f + 8];
    float a03 = a[f + 12];
    float a10 = a[f + 1];
    float a11 = a[f + 5];
    float a12 = a[f + 9];
    float a13 = a[f + 13];
    float a20 = a[f + 2];
    float a21 = a[f + 6];
    float a22 = a[f + 10];
    float a23 = a[f + 14];
    float a30 = a[f + 3];
    float a31 = a[f + 7];
    float a32 = a[f + 11];
    float a33 = a[f + 15];
    int first = start & AlignedLoops.MARGIN - 1;
    for (int j = first; j < first + 33; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      float y0 = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
      float y1 = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
      float y2 = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, c2[j]))));
      float y3 = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, c3[j]))));
      c0[j] = y0;
      c1[j] = y1;
      c2[j] = y2;
      c3[j] = y3;
    }
  }

  private static void add64(
      int start,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] a,
      int f) {
    float a00 = a[f];
    float a01 = a[f + 4];
    float a02 = a[f + 8];
    float a03 = a[f + 12];
    float a10 = a[f + 1];
    float a11 = a[f + 5];
    float a12 = a[f + 9];
    float a13 = a[f + 13];
    float a20 = a[f + 2];
    float a21 = a[f + 6];
    float a22 = a[f + 10];
    float a23 = a[f + 14];
    float a30 = a[f + 3];
    float a31 = a[f + 7];
    float a32 = a[f + 11];
    float a33 = a[f + 15];
    int first = start & AlignedLoops.MARGIN - 1;
    for (int j = first; j < first + 65; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      float y0 = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
      float y1 = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
      float y2 = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, c2[j]))));
      float y3 = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, c3[j]))));
      c0[j] = y0;
      c1[j] = y1;
      c2[j] = y2;
      c3[j] = y3;
    }
  }

  private static void add128(
      int start,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] a,
      int f) {
    float a00 = a[f];
    float a01 = a[f + 4];
    float a02 = a[f + 8];
    float a03 = a[f + 12];
    float a10 = a[f + 1];
    float a11 = a[f + 5];
    float a12 = a[f + 9];
    float a13 = a[f + 13];
    float a20 = a[f + 2];
    float a21 = a[f + 6];
    float a22 = a[f + 10];
    float a23 = a[f + 14];
    float a30 = a[f + 3];
    float a31 = a[f + 7];
    float a32 = a[f + 11];
    float a33 = a[f + 15];
    int first = start & AlignedLoops.MARGIN - 1;
    for (int j = first; j < first + 129; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      float y0 = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
      float y1 = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
      float y2 = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, c2[j]))));
      float y3 = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, c3[j]))));
      c0[j] = y0;
      c1[j] = y1;
      c2[j] = y2;
      c3[j] = y3;
    }
  }

  private static void add256(
      int start,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] a,
      int f) {
    float a00 = a[f];
    float a01 = a[f + 4];
    float a02 = a[f + 8];
    float a03 = a[f + 12];
    float a10 = a[f + 1];
    float a11 = a[f + 5];
    float a12 = a[f + 9];
    float a13 = a[f + 13];
    float a20 = a[f + 2];
    float a21 = a[f + 6];
    float a22 = a[f + 10];
    float a23 = a[f + 14];
    float a30 = a[f + 3];
    float a31 = a[f + 7];
    float a32 = a[f + 11];
    float a33 = a[f + 15];
    int first = start & AlignedLoops.MARGIN - 1;
    for (int j = first; j < first + 257; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      float y0 = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
      float y1 = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
      float y2 = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, c2[j]))));
      float y3 = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, c3[j]))));
      c0[j] = y0;
      c1[j] = y1;
      c2[j] = y2;
      c3[j] = y3;
    }
  }

  private static void add512(
      int start,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] a,
      int f) {
    float a00 = a[f];
    float a01 = a[f + 4];
    float a02 = a[f + 8];
    float a03 = a[f + 12];
    float a10 = a[f + 1];
    float a11 = a[f + 5];
    float a12 = a[f + 9];
    float a13 = a[f + 13];
    float a20 = a[f + 2];
    float a21 = a[f + 6];
    float a22 = a[f + 10];
    float a23 = a[f + 14];
    float a30 = a[f + 3];
    float a31 = a[f + 7];
    float a32 = a[f + 11];
    float a33 = a[f + 15];
    int first = start & AlignedLoops.MARGIN - 1;
    for (int j = first; j < first + 513; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      float y0 = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
      float y1 = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
      float y2 = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, c2[j]))));
      float y3 = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, c3[j]))));
      c0[j] = y0;
      c1[j] = y1;
      c2[j] = y2;
      c3[j] = y3;
    }
  }
}
