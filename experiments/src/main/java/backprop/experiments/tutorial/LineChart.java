// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines through points as SVG, 360 wide, so that its text can be read on a phone. */
final class LineChart {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 220;
  private static final int LEFT = 52;
  private static final int TOP = 8;
  private static final int BOTTOM = 34;
  private static final int RIGHT = 12;
  private static final int LEGEND = 15;

  /** Names of more characters do not fit side by side. */
  private static final int LONG = 26;

  /** Colors that people who see few colors can tell apart (Okabe and Ito). */
  private static final List<String> COLORS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b07800", "#3a9bd0", "#000", "#777");

  private final boolean logarithmic;
  private double left = Double.POSITIVE_INFINITY;
  private double right = Double.NEGATIVE_INFINITY;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  private LineChart(boolean logarithmic, Map<String, List<double[]>> lines) {
    this.logarithmic = logarithmic;
    for (List<double[]> line : lines.values()) {
      for (double[] p : line) {
        if (shown(p)) {
          left = Math.min(left, p[0]);
          right = Math.max(right, p[0]);
          low = Math.min(low, height(p[1]));
          high = Math.max(high, height(p[1]));
        }
      }
    }
    right = right > left ? right : left + 1;
    double room = high > low ? 0.03 * (high - low) : 0.5;
    low -= room;
    high += room;
  }

  static String svg(
      String title, String across, boolean logarithmic, Map<String, List<double[]>> lines) {
    return new LineChart(logarithmic, lines).draw(title, across, lines);
  }

  private boolean shown(double... p) {
    return Double.isFinite(p[1]) && (!logarithmic || p[1] > 0);
  }

  private double height(double y) {
    return logarithmic ? Math.log10(y) : y;
  }

  private double x(double v) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (v - left) / (right - left);
  }

  private double y(double v) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (high - v) / (high - low);
  }

  private String draw(String title, String across, Map<String, List<double[]>> lines) {
    boolean narrow = lines.keySet().stream().anyMatch(name -> name.length() > LONG);
    int columns = narrow ? 1 : 2;
    int rows = (lines.size() + columns - 1) / columns;
    int height = HEIGHT + (lines.size() > 1 ? rows * LEGEND : 0);
    StringBuilder s = new StringBuilder();
    s.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(height);
    s.append("\" role=\"img\"><title>").append(HtmlPage.escaped(title)).append("</title>");
    for (double t : ticks(low, high, logarithmic)) {
      s.append(line(LEFT, y(t), WIDTH - RIGHT, y(t), "#ddd"));
      double value = logarithmic ? Math.pow(10, t) : t;
      s.append(label(LEFT - 5, y(t) + 4, "end", tick(value)));
    }
    for (double t : ticks(left, right, false)) {
      s.append(line(x(t), HEIGHT - BOTTOM, x(t), HEIGHT - BOTTOM + 4, "#888"));
      s.append(label(x(t), HEIGHT - BOTTOM + 16, "middle", tick(t)));
    }
    s.append(line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "#888"));
    s.append(label((LEFT + WIDTH) / 2.0, HEIGHT - 4, "middle", across));
    int i = 0;
    for (Map.Entry<String, List<double[]>> e : lines.entrySet()) {
      String color = COLORS.get(i % COLORS.size());
      s.append("<polyline fill=\"none\" stroke-width=\"1.8\" stroke=\"").append(color);
      s.append("\" points=\"");
      for (double[] p : e.getValue()) {
        if (shown(p)) {
          s.append(at(x(p[0]))).append(',').append(at(y(height(p[1])))).append(' ');
        }
      }
      s.append("\"/>");
      if (lines.size() > 1) {
        double lx = 12 + i % columns * (WIDTH / 2.0 - 6);
        double ly = HEIGHT + 4 + i / columns * LEGEND;
        s.append("<rect x=\"").append(at(lx)).append("\" y=\"").append(at(ly - 1));
        s.append("\" width=\"14\" height=\"4\" fill=\"").append(color).append("\"/>");
        s.append(label(lx + 19, ly + 5, "start", e.getKey()));
      }
      i++;
    }
    return s.append("</svg>").toString();
  }

  private static String line(double x1, double y1, double x2, double y2, String color) {
    return "<line x1=\""
        + at(x1)
        + "\" y1=\""
        + at(y1)
        + "\" x2=\""
        + at(x2)
        + "\" y2=\""
        + at(y2)
        + "\" stroke=\""
        + color
        + "\"/>";
  }

  private static String label(double x, double y, String anchor, String text) {
    return "<text x=\""
        + at(x)
        + "\" y=\""
        + at(y)
        + "\" text-anchor=\""
        + anchor
        + "\">"
        + HtmlPage.escaped(text)
        + "</text>";
  }

  private static String at(double v) {
    return String.format(Locale.ROOT, "%.1f", v);
  }

  private static String tick(double v) {
    String s =
        String.format(Locale.ROOT, Math.abs(v) >= 1e4 || Math.abs(v) < 1e-3 ? "%.0e" : "%.4g", v);
    return v == 0
        ? "0"
        : s.contains("e") ? s : new java.math.BigDecimal(s).stripTrailingZeros().toPlainString();
  }

  /** Round numbers between two, 3 to 6 of them; of a logarithmic axis powers of ten. */
  private static List<Double> ticks(double from, double to, boolean powers) {
    double step = Math.pow(10, Math.floor(Math.log10((to - from) / 3)));
    while ((to - from) / step > 6) {
      step *= step * 2 <= 0 ? 10 : nextFactor(step);
    }
    if (powers && to - from > 1) {
      step = Math.max(1, Math.ceil(step));
    }
    List<Double> ticks = new ArrayList<>();
    for (double t = Math.ceil(from / step) * step; t <= to + 1e-9 * step; t += step) {
      ticks.add(Math.abs(t) < 1e-9 * step ? 0 : t);
    }
    return ticks;
  }

  /** From 1 to 2 to 5 to 10. */
  private static double nextFactor(double step) {
    double lead = step / Math.pow(10, Math.floor(Math.log10(step) + 1e-9));
    return lead > 1.5 && lead < 3 ? 2.5 : 2;
  }
}
