// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import java.util.Locale;

/** Numbers as the tutorial prints them. */
final class Say {
  private Say() {}

  /** Three digits that count. */
  static String short3(double x) {
    return x == 0 ? "0" : digits("%.3g", x);
  }

  /** Six digits behind the point. */
  static String exact(double x) {
    return digits("%.6f", x);
  }

  private static String digits(String format, double x) {
    String s = String.format(Locale.ROOT, format, x);
    return s.equals("-0.000000") ? "0.000000" : s;
  }
}
