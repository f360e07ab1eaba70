// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

/**
 * The inner loops of the matrix product: {@code c += a0 * b0 + a1 * b1 + a2 * b2 + a3 * b3}, one
 * method for each of the {@link PanelWidths}.
 *
 * <p>Why they look like this, measured on Java 17 and 25: the compiler vectorizes a loop only where
 * all arrays share the index; it chooses the vector length from the trip counts that it has seen,
 * so that a loop that once ran over 30 columns stays at a quarter of its speed for ever, unless the
 * trip count is a constant; and vectors that straddle cache lines halve the speed again. The loop
 * aligns one array; the others are aligned with it if all lie at the same place modulo 64 bytes,
 * which arrays of one length have when they are allocated one after the other.
 *
 * <p>Each row has a margin in front, because aligning costs too: the compiler aligns an array by
 * computing 1 to 16 numbers one by one, and does the rest that fills no vector in the same way: at
 * 256 columns these few take as long as all others. A loop starts at that place in the margin which
 * makes the first number, alone, the one that precedes an aligned one: one number is computed for
 * nothing, and none is left over. Where that is depends on where the arrays lie, which only {@link
 * PanelTuning} can find out.
 */
final class AlignedLoops {
  /** Most elements before the first number of a row. */
  static final int MARGIN = 16;

  /** Length of every row array: the longest row, and what makes 16 + 4 * length divisible by 64. */
  private static final int LENGTH = MARGIN + 512 + 12;

  private AlignedLoops() {}

  /** Row arrays for these loops. */
  static float[][] allocate(int count) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = allocate();
    }
    return rows;
  }

  /** A row array for these loops. */
  static float[] allocate() {
    return new float[LENGTH];
  }

  /**
   * Adds {@code groups} times four rows of b, from row {@code at} on, times their factors to c. The
   * numbers of a row follow {@code start}; the one at it is computed too and means nothing.
   *
   * @param width one of those of {@link PanelWidths}
   * @param start 0 to {@link #MARGIN} - 1
   * @param from index of the first factor
   */
  static void add(
      int width, int start, float[] c, float[][] b, int at, float[] factors, int from, int groups) {
    for (int g = 0; g < groups; g++) {
      int p = at + 4 * g;
      int f = from + 4 * g;
      float a0 = factors[f];
      float a1 = factors[f + 1];
      float a2 = factors[f + 2];
      float a3 = factors[f + 3];
      if (!FusedMultiplyAdd.available()) {
        unfused(width, start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        continue;
      }
      switch (width) {
        case 32 -> add32(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 64 -> add64(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 96 -> add96(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 128 -> add128(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 192 -> add192(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 256 -> add256(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 320 -> add320(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 384 -> add384(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 448 -> add448(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 512 -> add512(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        default -> throw new IllegalArgumentException("no loop for " + width + " columns");
      }
    }
  }

  private static void add32(
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    int first = start & MARGIN - 1;
    for (int j = first; j < first + 33; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add64(
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    int first = start & MARGIN - 1;
    for (int j = first; j < first + 65; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add96(
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    int first = start & MARGIN - 1;
    for (int j = first; j < first + 97; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add128(
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    int first = start & MARGIN - 1;
    for (int j = first; j < first + 129; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add192(
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    int first = start & MARGIN - 1;
    for (int j = first; j < first + 193; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add256(
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    int first = start & MARGIN - 1;
    for (int j = first; j < first + 257; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add320(
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    int first = start & MARGIN - 1;
    for (int j = first; j < first + 321; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add384(
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    int first = start & MARGIN - 1;
    for (int j = first; j < first + 385; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add448(
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    int first = start & MARGIN - 1;
    for (int j = first; j < first + 449; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add512(
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    int first = start & MARGIN - 1;
    for (int j = first; j < first + 513; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void unfused(
      int width,
      int start,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    for (int j = start; j <= start + width; j++) {
      c[j] += (a0 * b0[j] + a1 * b1[j]) + (a2 * b2[j] + a3 * b3[j]);
    }
  }
}
