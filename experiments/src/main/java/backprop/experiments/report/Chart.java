// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A small chart as SVG: two axes with round ticks, points and lines. It is 360 wide, so that its
 * text keeps its size on a phone, and on wider screens several stand side by side.
 */
final class Chart {
  static final int WIDTH = 360;
  static final int HEIGHT = 240;
  private static final int LEFT = 52;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 34;

  private final Html html;
  private final double left;
  private final double right;
  private final double low;
  private final double high;
  private final boolean logarithmic;

  /**
   * Opens the chart.
   *
   * @param label what it shows, for those who do not see it
   * @param logarithmic whether the horizontal axis is; its values are then above 0
   */
  Chart(
      Html html,
      String label,
      double left,
      double right,
      double low,
      double high,
      boolean logarithmic) {
    this.html = html;
    this.logarithmic = logarithmic;
    this.left = logarithmic ? Math.log10(left) : left;
    double end = logarithmic ? Math.log10(right) : right;
    this.right = end > this.left ? end : this.left + 1;
    double room = high > low ? 0.05 * (high - low) : Math.max(0.05 * Math.abs(high), 1e-6);
    this.low = low - room;
    this.high = high + room;
    html.open("svg", "class", "chart", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img");
    html.element("title", label);
  }

  double x(double value) {
    double at = logarithmic ? Math.log10(value) : value;
    return LEFT + (WIDTH - LEFT - RIGHT) * (at - left) / (right - left);
  }

  double y(double value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** The vertical axis with its lines. */
  Chart rows(DoubleFunction<String> text) {
    for (double tick : ticks(low, high)) {
      String at = number(y(tick));
      html.element(
          "line",
          "",
          "class",
          "grid",
          "x1",
          "" + LEFT,
          "x2",
          "" + (WIDTH - RIGHT),
          "y1",
          at,
          "y2",
          at);
      text(LEFT - 6, y(tick) + 4, "end", text.apply(tick));
    }
    return this;
  }

  /** The horizontal axis with its title. */
  Chart columns(String title, DoubleFunction<String> text) {
    for (double value : logarithmic ? powers() : ticks(left, right)) {
      text(x(value), HEIGHT - BOTTOM + 15, "middle", text.apply(value));
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 4, "middle", title);
    return this;
  }

  /** Powers of ten within the logarithmic axis, and their double and fivefold where it is short. */
  private List<Double> powers() {
    List<Double> powers = new ArrayList<>();
    double[] factors = right - left > 2 ? new double[] {1} : new double[] {1, 2, 5};
    for (double power = Math.floor(left); power <= right; power++) {
      for (double factor : factors) {
        double value = factor * Math.pow(10, power);
        if (Math.log10(value) >= left && Math.log10(value) <= right) {
          powers.add(value);
        }
      }
    }
    return powers;
  }

  /** Text of the small size. */
  void text(double x, double y, String anchor, String content) {
    html.element("text", content, "x", number(x), "y", number(y), "text-anchor", anchor);
  }

  /** A line through points; it is broken where a value is not finite. */
  void line(String style, List<double[]> points) {
    StringBuilder path = new StringBuilder();
    boolean open = false;
    for (double[] point : points) {
      if (!Double.isFinite(point[1])) {
        open = false;
        continue;
      }
      path.append(open ? 'L' : 'M').append(number(x(point[0]))).append(' ');
      path.append(number(y(point[1])));
      open = true;
    }
    html.element("path", "", "class", "line " + style, "d", path.toString());
  }

  /** A dot with words that show when it is pointed at. */
  void dot(String style, double x, double y, String words) {
    html.open(
        "circle", "class", "mark-dot " + style, "cx", number(x(x)), "cy", number(y(y)), "r", "4");
    html.element("title", words).close();
  }

  void close() {
    html.close();
  }

  /** Round values between two, about five. */
  static List<Double> ticks(double low, double high) {
    double raw = (high - low) / 4;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      if (factor * power >= raw * 0.85) {
        step = factor * power;
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (double at = Math.ceil(low / step - 1e-9); at * step <= high + 1e-9 * step; at++) {
      ticks.add(at * step);
    }
    return ticks;
  }

  /** A number as an axis has it. */
  static String tick(double value) {
    double size = Math.abs(value);
    if (size < 1e-12) {
      return "0";
    }
    if (size >= 1e5 || size < 1e-3) {
      return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-").replace("e+0", "e");
    }
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
