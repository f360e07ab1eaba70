// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How numbers are written: with six significant digits, the same here and in the page. */
final class Numbers {
  static final int DIGITS = 6;

  private static final MathContext PRINTED = new MathContext(DIGITS, RoundingMode.HALF_UP);
  private static final double LEAST_PLAIN = 1e-4;
  private static final double LARGEST_PLAIN = 1e7;
  private static final Pattern PLACE = Pattern.compile("\\{(\\d+)\\.(\\d+)}");

  private Numbers() {}

  /** A number. */
  static String text(double x) {
    if (Double.isNaN(x)) {
      return "not a number";
    } else if (Double.isInfinite(x)) {
      return x > 0 ? "infinite" : "-infinite";
    } else if (x == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(x).round(PRINTED).stripTrailingZeros();
    double size = Math.abs(rounded.doubleValue());
    if (size >= LEAST_PLAIN && size < LARGEST_PLAIN) {
      return rounded.toPlainString();
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }

  /** A constant as its owner wrote it. */
  static String constant(double x) {
    BigDecimal exact = BigDecimal.valueOf(x).stripTrailingZeros();
    double size = Math.abs(x);
    return size == 0 || (size >= LEAST_PLAIN && size < LARGEST_PLAIN)
        ? exact.toPlainString()
        : String.valueOf(x).replace("E", "e").replace(".0e", "e");
  }

  /** A text of a line with the numbers of a step; negative ones in brackets. */
  static String fill(String text, Frame frame) {
    Matcher m = PLACE.matcher(text);
    StringBuilder s = new StringBuilder();
    int at = 0;
    while (m.find()) {
      s.append(text, at, m.start());
      String number =
          text(frame.number(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))));
      boolean power = m.end() < text.length() && text.charAt(m.end()) == '^';
      boolean bare = !power && (m.start() == 0 || text.charAt(m.start() - 1) == '(');
      s.append(number.startsWith("-") && !bare ? "(" + number + ")" : number);
      at = m.end();
    }
    return s.append(text.substring(at)).toString();
  }

  /** The number that a line's result names. */
  static double value(String place, Frame frame) {
    Matcher m = PLACE.matcher(place);
    return m.matches()
        ? frame.number(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)))
        : Double.NaN;
  }
}
