// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Sine and cosine that are the same on every machine and Java, as {@link StrictMath}'s are, and
 * that allocate nothing, as those of some Java releases do.
 *
 * <p>The angle is brought to {@code [-pi/4, pi/4]} by taking off a multiple of pi/2 whose product
 * is exact in two parts (Cody and Waite, "Software Manual for the Elementary Functions", 1980,
 * chapter 8); there the Taylor polynomials of degree 17 and 16 are off by less than {@code 1e-17}.
 */
public final class Angles {
  private static final double TWO_OVER_PI = 2 / Math.PI;

  /** The first 33 bits of pi/2: times a quarter number of at most 20 bits it is exact. */
  private static final double HIGH =
      Double.longBitsToDouble(Double.doubleToRawLongBits(Math.PI / 2) & -1L << 20);

  private static final double LOW = Math.PI / 2 - HIGH;

  /** What pi/2 is more than its nearest double: pi is 3.14159265358979323846 26433832795... */
  private static final double LEFT = 6.123233995736766e-17;

  private static final double LARGEST = 0x1p20;

  private Angles() {}

  /**
   * Cosine.
   *
   * @param angle in radians; beyond a million the result is {@link StrictMath#cos}'s
   * @return within 2e-16
   */
  public static double cos(double angle) {
    return Math.abs(angle) <= LARGEST ? turned(angle, 1) : StrictMath.cos(angle);
  }

  /**
   * Sine.
   *
   * @param angle in radians; beyond a million the result is {@link StrictMath#sin}'s
   * @return within 2e-16
   */
  public static double sin(double angle) {
    return Math.abs(angle) <= LARGEST ? turned(angle, 0) : StrictMath.sin(angle);
  }

  /** The sine of the angle and so many quarters of a turn. */
  private static double turned(double angle, int more) {
    double quarters = Math.rint(angle * TWO_OVER_PI);
    double r = angle - quarters * HIGH - quarters * LOW - quarters * LEFT;
    int quarter = (int) quarters + more & 3;
    double size = (quarter & 1) == 0 ? sine(r) : cosine(r);
    return quarter < 2 ? size : -size;
  }

  private static double sine(double r) {
    double z = r * r;
    double p = 1 / 355687428096000.0; // 1 / 17!
    p = p * z - 1 / 1307674368000.0;
    p = p * z + 1 / 6227020800.0;
    p = p * z - 1 / 39916800.0;
    p = p * z + 1 / 362880.0;
    p = p * z - 1 / 5040.0;
    p = p * z + 1 / 120.0;
    p = p * z - 1 / 6.0;
    return r + r * z * p;
  }

  private static double cosine(double r) {
    double z = r * r;
    double p = 1 / 20922789888000.0; // 1 / 16!
    p = p * z - 1 / 87178291200.0;
    p = p * z + 1 / 479001600.0;
    p = p * z - 1 / 3628800.0;
    p = p * z + 1 / 40320.0;
    p = p * z - 1 / 720.0;
    p = p * z + 1 / 24.0;
    return 1 - 0.5 * z + z * z * p;
  }
}
