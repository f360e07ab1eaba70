// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.predict;

import backprop.engine.model.EpochRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A learning curve in plain characters: losses upwards on a logarithmic axis, epochs to the right.
 */
final class CurvePlot {
  private static final int WIDTH = 60;
  private static final int HEIGHT = 10;

  private CurvePlot() {}

  /** The plot, ending in a new line; empty for fewer than 2 epochs. */
  static String of(List<EpochRecord> history) {
    if (history.size() < 2) {
      return "";
    }
    int width = Math.min(WIDTH, history.size());
    double[] training = means(history, width, false);
    double[] validation = means(history, width, true);
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (double[] curve : List.of(training, validation)) {
      for (double v : curve) {
        if (v > 0) {
          low = Math.min(low, v);
          high = Math.max(high, v);
        }
      }
    }
    if (!(low <= high)) {
      return "";
    }
    char[][] canvas = new char[HEIGHT][width];
    for (char[] line : canvas) {
      Arrays.fill(line, ' ');
    }
    draw(canvas, training, low, high, 't');
    draw(canvas, validation, low, high, 'v');
    StringBuilder out = new StringBuilder();
    for (int y = 0; y < HEIGHT; y++) {
      String label =
          y == 0 ? number(high) : y == HEIGHT - 1 ? number(low) : String.format("%10s", "");
      out.append(label).append(" |").append(new String(canvas[y]).stripTrailing()).append('\n');
    }
    out.append(" ".repeat(11)).append('+').append("-".repeat(width)).append('\n');
    String last = String.valueOf(history.get(history.size() - 1).epoch());
    out.append(" ".repeat(12))
        .append('1')
        .append(" ".repeat(Math.max(1, width - 1 - last.length())))
        .append(last)
        .append(" epochs\n");
    return out.toString();
  }

  private static String number(double v) {
    return String.format(Locale.ROOT, "%10.4g", v);
  }

  /** Means of the epochs that fall on one character. */
  private static double[] means(List<EpochRecord> history, int width, boolean validation) {
    double[] means = new double[width];
    for (int x = 0; x < width; x++) {
      int from = x * history.size() / width;
      int to = (x + 1) * history.size() / width;
      double sum = 0;
      for (EpochRecord e : history.subList(from, to)) {
        sum += validation ? e.validationLoss() : e.trainingLoss();
      }
      means[x] = sum / (to - from);
    }
    return means;
  }

  private static void draw(char[][] canvas, double[] curve, double low, double high, char mark) {
    double range = Math.log(high) - Math.log(low);
    for (int x = 0; x < curve.length; x++) {
      if (curve[x] > 0) {
        double up = range > 0 ? (Math.log(curve[x]) - Math.log(low)) / range : 0.5;
        int y = HEIGHT - 1 - (int) Math.round(up * (HEIGHT - 1));
        canvas[y][x] = canvas[y][x] == ' ' ? mark : '*';
      }
    }
  }
}
