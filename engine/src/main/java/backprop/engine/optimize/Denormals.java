// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

/**
 * Keeps numbers that decay from step to step out of the denormal range, where arithmetic takes ten
 * times as long: a mean of gradients gets there some 900 steps after its unit has died.
 *
 * <p>Java cannot tell the processor to take denormal numbers as zero; adding a small number and
 * taking it away again does the same where it is vectorized, and leaves numbers much larger as they
 * are.
 */
final class Denormals {
  private static final float SMALL = 1e-20f;
  private static final float SMALL_SQUARE = 1e-30f;

  private Denormals() {}

  /**
   * The number, rounded to a multiple of about 1e-27 where it is smaller than 1e-12; so that its
   * product with a rate is no denormal number either.
   */
  static float flush(float x) {
    return x + SMALL - SMALL;
  }

  /** The mean of squares, rounded to a multiple of about 1e-37 where it is smaller than 1e-22. */
  static float flushSquare(float x) {
    return x + SMALL_SQUARE - SMALL_SQUARE;
  }
}
