// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;

/**
 * The inner loops of the matrix product: {@code c += a0 * b0 + a1 * b1 + a2 * b2 + a3 * b3}, one
 * method for each row length.
 *
 * <p>Why they look like this, measured on Java 17 and 25: the compiler vectorizes a loop only where
 * all arrays share the index and are few; it chooses the vector length from the trip counts that it
 * has seen, so that a loop that once ran over 30 columns stays at a quarter of its speed for ever,
 * unless the trip count is a constant; and vectors that straddle cache lines halve the speed again.
 * The loop aligns one array; the others are aligned with it if all lie at the same place modulo 64
 * bytes, which arrays of {@link #length} have when they are allocated one after the other.
 */
final class PanelLoops {
  /** The row lengths that have a loop. */
  static final int[] WIDTHS = {32, 64, 128, 256, 512};

  /** Nanoseconds of a pass of four rows for each width, measured. */
  private static final int[] PASS = {15, 24, 30, 38, 64};

  /** Length of every row array: the longest row, and what makes 16 + 4 * length divisible by 64. */
  private static final int LENGTH = 512 + 12;

  /**
   * No software does it in this time (the processor takes 15 to 25 ns even interpreted, BigDecimal
   * 1,600 and more even compiled).
   */
  private static final double HARDWARE_NANOS = 200;

  /** Where the virtual machine does not say, this is taken for a slow processor's. */
  private static final double SLOW_HARDWARE_NANOS = 500;

  /**
   * Whether fused multiply-add is a machine instruction: where it is not, {@link Math#fma} computes
   * with {@code BigDecimal}, thousands of times slower.
   */
  private static final boolean FUSED = fused();

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

  /** Nanoseconds of a pass of four rows over so many columns. */
  static double nanos(int columns) {
    double nanos = 0;
    for (int rest = columns; rest > 0; ) {
      int width = width(rest);
      int w = 0;
      while (WIDTHS[w] != width) {
        w++;
      }
      nanos += PASS[w];
      rest -= width;
    }
    return nanos;
  }

  /** Row arrays for these loops. */
  static float[][] allocate(int count) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = new float[LENGTH];
    }
    return rows;
  }

  /** Whether the loops here round once for each multiplication and addition. */
  static boolean fusedMultiplyAdd() {
    return FUSED;
  }

  /** Multiply and add with one rounding where the machine can, with two where not. */
  static float multiplyAdd(float a, float b, float c) {
    return FUSED ? Math.fma(a, b, c) : a * b + c;
  }

  private static boolean fused() {
    if (nanosPerFusedOperation() < HARDWARE_NANOS) {
      return true;
    }
    Boolean said = saidByTheVirtualMachine();
    return said != null ? said : nanosPerFusedOperation() < SLOW_HARDWARE_NANOS;
  }

  /**
   * HotSpot's flag UseFMA; null on other virtual machines. The same on every start, which a
   * measurement need not be, and results must not depend on it; but asking takes as long as all
   * else that a small training starts with, so only where the measurement leaves a doubt. By
   * reflection from the boot loader, because neither a module nor a bundle has to have the package.
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
  private static double nanosPerFusedOperation() {
    float x = 1;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        x = Math.fma(x, 0.75f, 0.3f);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return x > 0 ? best / 50.0 : Double.POSITIVE_INFINITY;
  }

  /**
   * Adds {@code groups} times four rows of b, from row {@code at} on, times their factors to c.
   *
   * @param width one of {@link #WIDTHS}
   * @param from index of the first factor
   */
  static void add(
      int width, float[] c, float[][] b, int at, float[] factors, int from, int groups) {
    for (int g = 0; g < groups; g++) {
      int p = at + 4 * g;
      int f = from + 4 * g;
      float a0 = factors[f];
      float a1 = factors[f + 1];
      float a2 = factors[f + 2];
      float a3 = factors[f + 3];
      if (!FUSED) {
        unfused(width, c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        continue;
      }
      switch (width) {
        case 32 -> add32(c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 64 -> add64(c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 128 -> add128(c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 256 -> add256(c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        case 512 -> add512(c, b[p], b[p + 1], b[p + 2], b[p + 3], a0, a1, a2, a3);
        default -> throw new IllegalArgumentException("no loop for " + width + " columns");
      }
    }
  }

  private static void add32(
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    for (int j = 0; j < 32; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add64(
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    for (int j = 0; j < 64; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add128(
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    for (int j = 0; j < 128; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add256(
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    for (int j = 0; j < 256; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void add512(
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    for (int j = 0; j < 512; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void unfused(
      int width,
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float a0,
      float a1,
      float a2,
      float a3) {
    for (int j = 0; j < width; j++) {
      c[j] += (a0 * b0[j] + a1 * b1[j]) + (a2 * b2[j] + a3 * b3[j]);
    }
  }
}
