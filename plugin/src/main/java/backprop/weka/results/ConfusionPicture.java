// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.results;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import weka.classifiers.evaluation.NominalPrediction;
import weka.classifiers.evaluation.Prediction;
import weka.core.Attribute;

/** Which class is taken for which: a square for each pair, the darker the larger its share. */
public final class ConfusionPicture {
  private static final int CELL = 56;
  private static final int SMALL_CELL = 30;
  private static final int MANY = 12;
  private static final int MARGIN = 12;
  private static final int LONGEST = 16;

  private ConfusionPicture() {}

  /**
   * Weights of rows by actual and predicted class; rows without a class or a prediction are left
   * out.
   */
  public static double[][] matrix(List<? extends Prediction> predictions, int classes) {
    double[][] counts = new double[classes][classes];
    for (Prediction p : predictions) {
      if (p instanceof NominalPrediction
          && !Double.isNaN(p.actual())
          && !Double.isNaN(p.predicted())) {
        counts[(int) p.actual()][(int) p.predicted()] += p.weight();
      }
    }
    return counts;
  }

  /** The picture: a row for each actual class, a column for each predicted one. */
  public static BufferedImage of(double[][] counts, Attribute classes) {
    int n = counts.length;
    int cell = n > MANY ? SMALL_CELL : CELL;
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, n > MANY ? 10 : 13);
    FontMetrics metrics =
        new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics().getFontMetrics(font);
    int longest = 0;
    for (int c = 0; c < n; c++) {
      longest = Math.max(longest, metrics.stringWidth(name(classes, c)));
    }
    // Names stand upright above their columns where there is room for them.
    boolean upright = longest < cell;
    int left = Math.max(40, longest) + 2 * MARGIN + metrics.getHeight();
    int top = (upright ? metrics.getHeight() : longest) + 2 * MARGIN + metrics.getHeight();
    BufferedImage picture =
        new BufferedImage(
            left + n * cell + MARGIN,
            top + n * cell + 2 * MARGIN + metrics.getHeight(),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setFont(font);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int a = 0; a < n; a++) {
      double sum = 0;
      for (double c : counts[a]) {
        sum += c;
      }
      for (int p = 0; p < n; p++) {
        square(g, counts[a][p], sum, a == p, left + p * cell, top + a * cell, cell);
      }
      g.setColor(Color.BLACK);
      g.drawString(
          name(classes, a),
          left - MARGIN / 2 - metrics.stringWidth(name(classes, a)),
          top + a * cell + (cell + metrics.getAscent()) / 2);
      int middle = left + a * cell + cell / 2;
      if (upright) {
        g.drawString(name(classes, a), middle - metrics.stringWidth(name(classes, a)) / 2, top - 6);
      } else {
        turned(g, name(classes, a), middle + metrics.getAscent() / 2, top - 6);
      }
    }
    g.setFont(font.deriveFont(Font.BOLD));
    g.drawString("predicted", left, metrics.getHeight());
    turned(g, "actual", metrics.getHeight(), top + metrics.stringWidth("actual") + 8);
    g.setFont(font);
    g.drawString(correct(counts), left, picture.getHeight() - MARGIN);
    g.dispose();
    return picture;
  }

  private static void square(
      Graphics2D g, double count, double sum, boolean right, int x, int y, int cell) {
    double share = sum == 0 ? 0 : count / sum;
    Color full = right ? new Color(0x0072B2) : new Color(0xD55E00);
    // The root makes the few mistakes visible.
    double s = Math.sqrt(share);
    g.setColor(
        new Color(
            (int) (255 + s * (full.getRed() - 255)),
            (int) (255 + s * (full.getGreen() - 255)),
            (int) (255 + s * (full.getBlue() - 255))));
    g.fillRect(x, y, cell - 1, cell - 1);
    if (count > 0) {
      String text =
          count == Math.rint(count)
              ? String.valueOf((long) count)
              : String.format(Locale.ROOT, "%.1f", count);
      g.setColor(s > 0.6 ? Color.WHITE : Color.BLACK);
      FontMetrics m = g.getFontMetrics();
      g.drawString(text, x + (cell - m.stringWidth(text)) / 2, y + (cell + m.getAscent()) / 2 - 1);
    }
  }

  private static void turned(Graphics2D g, String text, int x, int y) {
    Graphics2D up = (Graphics2D) g.create();
    up.translate(x, y);
    up.rotate(-Math.PI / 2);
    up.drawString(text, 0, 0);
    up.dispose();
  }

  private static String correct(double[][] counts) {
    double all = 0;
    double right = 0;
    for (int a = 0; a < counts.length; a++) {
      for (int p = 0; p < counts.length; p++) {
        all += counts[a][p];
        right += a == p ? counts[a][p] : 0;
      }
    }
    return String.format(Locale.ROOT, "%.1f%% correct", all == 0 ? 0 : 100 * right / all);
  }

  private static String name(Attribute classes, int c) {
    String name = classes.value(c);
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
  }
}
