// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * An interval from which a search draws.
 *
 * @param from least value
 * @param to greatest value, larger
 * @param log whether equal factors are equally likely, instead of equal differences
 * @param whole whether only whole numbers are drawn
 * @param place where it stands
 */
public record Range(double from, double to, boolean log, boolean whole, Place place) {
  private static final int DIGITS = 4;

  /** The value at a part of the interval, from 0 to less than 1. */
  Value at(double part) {
    double high = whole && !log ? to + 1 : to;
    double x = log ? from * Math.pow(to / from, part) : from + (high - from) * part;
    if (whole) {
      long n = (long) (log ? Math.rint(x) : Math.floor(x));
      return new Value(n, Long.toString(n), place);
    }
    String text = digits(x, DIGITS);
    return new Value(Double.valueOf(text), text, place);
  }

  /** Few digits: readable in names and tables, and the value is exactly what the name says. */
  static String digits(double x, int digits) {
    BigDecimal rounded = new BigDecimal(x, new MathContext(digits)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent < -4 || exponent > 9 ? rounded.toString() : rounded.toPlainString();
  }
}
