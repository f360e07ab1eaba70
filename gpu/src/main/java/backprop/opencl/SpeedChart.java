// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import java.util.List;
import java.util.Locale;

/**
 * A picture, as SVG, of how many times as fast a device trains as the processor, against the width
 * of a network. Both axes are logarithmic.
 */
final class SpeedChart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 60;
  private static final int BOTTOM = 60;

  private final List<Point> points;
  private final double least;
  private final double most;

  /**
   * A network.
   *
   * @param width units of each hidden layer
   * @param device rows per second of the device
   * @param processor rows per second of the processor
   */
  record Point(int width, double device, double processor) {
    double speedUp() {
      return device / processor;
    }
  }

  private SpeedChart(List<Point> points) {
    this.points = points;
    double low = points.stream().mapToDouble(Point::speedUp).min().orElse(1);
    double high = points.stream().mapToDouble(Point::speedUp).max().orElse(1);
    this.least = Math.pow(10, Math.floor(Math.log10(Math.min(0.99, low))));
    this.most = Math.pow(10, Math.ceil(Math.log10(Math.max(1.01, high))));
  }

  /**
   * Draws.
   *
   * @param points at least two, the width ascending
   * @param title one line: what was compared with what
   */
  static String of(List<Point> points, String title) {
    return new SpeedChart(points).draw(title);
  }

  private double x(int width) {
    double from = Math.log(points.get(0).width());
    double to = Math.log(points.get(points.size() - 1).width());
    return LEFT + (WIDTH - LEFT - RIGHT) * (Math.log(width) - from) / (to - from);
  }

  private double y(double speedUp) {
    double part = Math.log(speedUp / least) / Math.log(most / least);
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part;
  }

  private String draw(String title) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH,
            HEIGHT,
            WIDTH,
            HEIGHT));
    text(svg, LEFT, 22, "start", title);
    text(svg, LEFT, 42, "start", "times as many rows per second; above 1 the device is faster");
    for (double tick = least; tick <= most * 1.001; tick *= 10) {
      line(svg, LEFT, y(tick), WIDTH - RIGHT, y(tick), Math.abs(tick - 1) < 1e-9 ? "#444" : "#ddd");
      text(svg, LEFT - 8, y(tick) + 4, "end", String.format(Locale.ROOT, "%.3g", tick));
    }
    StringBuilder path = new StringBuilder();
    for (Point p : points) {
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(p.width()), y(p.speedUp())));
      text(svg, x(p.width()), HEIGHT - BOTTOM + 18, "middle", "" + p.width());
    }
    svg.append("<polyline fill=\"none\" stroke=\"#0057b8\" stroke-width=\"2\" points=\"")
        .append(path.toString().strip())
        .append("\"/>\n");
    for (Point p : points) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#0057b8\"/>%n",
              x(p.width()),
              y(p.speedUp())));
      String number = String.format(Locale.ROOT, "%.2f", p.speedUp());
      text(svg, x(p.width()), y(p.speedUp()) - 10, "middle", number);
    }
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "units of both hidden layers");
    return svg.append("</svg>\n").toString();
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
    String escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            escaped));
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String color) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1,
            y1,
            x2,
            y2,
            color));
  }
}
