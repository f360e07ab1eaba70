package backprop.experiments.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as sentences write them: five significant digits, no superfluous zeros. */
final class Numbers {
  private Numbers() {}

  static String text(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(5, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    double size = Math.abs(value);
    return size < 1e-4 || size >= 1e9 ? rounded.toString() : rounded.toPlainString();
  }
}
