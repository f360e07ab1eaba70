// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Numbers as findings say them, and what several come to. */
final class Numbers {
  private Numbers() {}

  /** Three digits. */
  static String say(double x) {
    return String.format(Locale.ROOT, "%.3g", x);
  }

  /** A part as a percentage. */
  static String percent(double part) {
    return String.format(Locale.ROOT, "%.0f%%", 100 * part);
  }

  /** A number that an option reads: one or two digits that count. */
  static String option(double x) {
    BigDecimal rounded = new BigDecimal(x).round(new MathContext(2));
    String plain = rounded.stripTrailingZeros().toPlainString();
    return x >= 0.001 && x < 10_000
        ? plain
        : String.format(Locale.ROOT, "%.1e", rounded)
            .replace(".0e", "e")
            .replace("e-0", "e-")
            .replace("e+0", "e");
  }

  /** The median; NaN of none. */
  static double median(double... x) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** The median; NaN of none. */
  static double median(List<Double> x) {
    return median(x.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The mean of a part; NaN of none. */
  static double mean(double[] x, int from, int to) {
    return Arrays.stream(x, from, to).average().orElse(Double.NaN);
  }
}
