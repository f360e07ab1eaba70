// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.statistics.Metric;
import java.util.Locale;

/** Numbers and names as readers see them. */
final class Figures {
  private Figures() {}

  /** A value of a metric: two decimals for per cent, about four digits otherwise. */
  static String value(Metric metric, double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    if (size >= 1e6 || (size > 0 && size < 1e-3)) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int decimals = metric.unit().equals("%") || size >= 10 ? 2 : 4;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.matches("-0\\.0*") ? text.substring(1) : text;
  }

  /** A probability: "0.032", "< 0.001". */
  static String probability(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  /** A difference with its sign. */
  static String signed(Metric metric, double value) {
    String text = value(metric, value);
    return value > 0 ? "+" + text : text;
  }

  /** "1 cell", "2 cells". */
  static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  /** Clean text on one line. */
  static String line(String text) {
    return clean(text).replaceAll("\\s+", " ").strip();
  }

  /** Text without control characters, which could rewrite a terminal, reverse or break a text. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean allowed =
                  c == '\n'
                      || c == '\t'
                      || (!Character.isISOControl(c)
                          && c != 0xFFFE
                          && c != 0xFFFF
                          && Character.getType(c) != Character.SURROGATE
                          && (c < 0x202A || c > 0x202E)
                          && (c < 0x2066 || c > 0x2069));
              clean.appendCodePoint(allowed ? c : 0xFFFD);
            });
    return clean.toString();
  }
}
