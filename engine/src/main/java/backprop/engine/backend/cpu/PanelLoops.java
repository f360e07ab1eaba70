// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;

/**
 * The inner loops of the matrix product: {@code c += a0 * b0 + a1 * b1 + a2 * b2 + a3 * b3}, one
 * method for each row length. {@link TallLoops} do the same for four rows of c at once.
 *
 * <p>Why they look like this, measured on Java 17 and 25: the compiler vectorizes a loop only where
 * all arrays share the index and are few; it chooses the vector length from the trip counts that it
 * has seen, so that a loop that once ran over 30 columns stays at a quarter of its speed for ever,
 * unless the trip count is a constant; and vectors that straddle cache lines halve the speed again.
 * The loop aligns one array; the others are aligned with it if all lie at the same place modulo 64
 * bytes, which arrays of {@link #LENGTH} have when they are allocated one after the other.
 *
 * <p>It aligns by computing 1 to 16 numbers one by one, and does the rest that fills no vector in
 * the same way: at 256 columns these few take as long as all others. So rows have a margin in
 * front, and the loop starts at that place in it which makes the first number, alone, the one that
 * precedes an aligned one: one number is computed for nothing, and none behind. Where that is
 * depends on where the arrays lie, which only {@link PanelTuning} can find out.
 */
final class PanelLoops {
  /** The row lengths that have a loop. */
  private static final int[] WIDTHS = {32, 64, 128, 256, 512};

  /** How many these are. */
  static final int COUNT = 5;

  /** Nanoseconds of a pass of four rows for each width, measured. */
  private static final int[] PASS = {9, 14, 18, 24, 46};

  /** Most elements before the first number of a row: what {@link #MARGIN} - 1 selects. */
  static final int MARGIN = 16;

  /** Length of every row array: the longest row, and what makes 16 + 4 * length divisible by 64. */
  private static final int LENGTH = MARGIN + 512 + 12;

  /**
   * Whether fused multiply-add is a machine instruction: where it is not, {@link Math#fma} computes
   * with {@code BigDecimal}, thousands of times slower.
   */
  static final boolean FUSED = fused();

  private PanelLoops() {}

  /** Width of the next panel: the smallest that covers the rest, or a narrower one if cheaper. */
  static int width(int rest) {
    for (int w = 0; w < WIDTHS.length; w++) {
      if (WIDTHS[w] >= rest) {
        return worthSplitting(rest, w) ? WIDTHS[w - 1] : WIDTHS[w];
      }
    }
    return WIDTHS[WIDTHS.length - 1];
  }

  /** Whether the next narrower panel and a last one cost less than one that covers the rest. */
  private static boolean worthSplitting(int rest, int covering) {
    if (covering == 0) {
      return false;
    }
    int last = 0;
    while (WIDTHS[last] < rest - WIDTHS[covering - 1]) {
      last++;
    }
    return PASS[covering - 1] + PASS[last] < PASS[covering];
  }

  /** Where a width is in {@link #WIDTHS}. */
  static int index(int width) {
    return Integer.numberOfTrailingZeros(width) - 5;
  }

  /** Nanoseconds of a pass of four rows over so many columns. */
  static double nanos(int columns) {
    double nanos = 0;
    for (int rest = columns; rest > 0; ) {
      int width = width(rest);
      nanos += PASS[index(width)];
      rest -= width;
    }
    return nanos;
  }

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

  /** Multiply and add with one rounding where the machine can, with two where not. */
  static float multiplyAdd(float a, float b, float c) {
    return FUSED ? Math.fma(a, b, c) : a * b + c;
  }

  private static boolean fused() {
    Boolean said = saidByTheVirtualMachine();
    return said != null ? said : fastEnough();
  }

  /**
   * HotSpot's flag UseFMA; null on other virtual machines. The same on every start, which a
   * measurement would not be, and results must not depend on it. By reflection from the boot
   * loader, because neither a module nor a bundle has to have the package.
   */
  private static Boolean saidByTheVirtualMachine() {
    try {
      Class<? extends PlatformManagedObject> type =
          Class.forName("com.sun.management.HotSpotDiagnosticMXBean", false, null)
              .asSubclass(PlatformManagedObject.class);
      Object bean = ManagementFactory.getPlatformMXBean(type);
      Object option = type.getMethod("getVMOption", String.class).invoke(bean, "UseFMA");
      Object value = option.getClass().getMethod("getValue").invoke(option);
      return Boolean.valueOf((String) value);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** Done by the processor it takes nanoseconds, in software microseconds. */
  private static boolean fastEnough() {
    float x = 1;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        x = Math.fma(x, 0.75f, 0.3f);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return x > 0 && best < 50 * 500;
  }

  /**
   * Adds {@code groups} times four rows of b, from row {@code at} on, times their factors to c. The
   * numbers of a row follow {@code start}; the one at it is computed too and means nothing.
   *
   * @param width one of {@link #WIDTHS}
   * @param start 0 to {@link #MARGIN} - 1
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
      if (!FUSED) {
        unfused(width, start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        continue;
      }
      switch (width) {
        case 32 -> add32(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 64 -> add64(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 128 -> add128(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 256 -> add256(start, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
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
