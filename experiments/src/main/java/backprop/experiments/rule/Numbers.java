// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as sentences write them: some significant digits, no superfluous zeros. */
final class Numbers {
  private Numbers() {}

  /** A value, with five digits. */
  static String text(double value) {
    return text(value, 5);
  }

  /** A deviation or a probability, with three digits. */
  static String brief(double value) {
    return text(value, 3);
  }

  private static String text(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    double size = Math.abs(value);
    return size < 1e-4 || size >= 1e9
        ? rounded.toString().replace("E", "e")
        : rounded.toPlainString();
  }
}
