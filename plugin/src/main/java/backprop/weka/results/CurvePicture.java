// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.results;

import backprop.engine.model.EpochRecord;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Losses upwards on a logarithmic axis, epochs to the right. Needs no display. */
public final class CurvePicture {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 30;
  private static final int BOTTOM = 40;
  private static final int LINES = 4;

  /** Distinct also for those who see few colors. */
  private static final Color TRAINING = new Color(0x0072B2);

  private static final Color VALIDATION = new Color(0xD55E00);

  private final List<EpochRecord> history;
  private final Graphics2D g;
  private double low = Double.POSITIVE_INFINITY;
  private double high;

  private CurvePicture(List<EpochRecord> history, Graphics2D g) {
    this.history = history;
    this.g = g;
    for (EpochRecord e : history) {
      for (double loss : new double[] {e.trainingLoss(), e.validationLoss()}) {
        if (loss > 0) {
          low = Math.min(low, loss);
          high = Math.max(high, loss);
        }
      }
    }
  }

  /** The picture of these epochs. */
  public static BufferedImage of(List<EpochRecord> history) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, WIDTH, HEIGHT);
      new CurvePicture(history, g).draw();
    } finally {
      g.dispose();
    }
    return picture;
  }

  private void draw() {
    g.setColor(Color.BLACK);
    if (!(low <= high)) {
      g.drawString("no epoch has a loss above 0", LEFT, HEIGHT / 2);
      return;
    }
    for (int i = 0; i <= LINES; i++) {
      double loss = Math.exp(Math.log(low) + (Math.log(high) - Math.log(low)) * i / LINES);
      int y = (int) y(loss);
      g.setColor(Color.LIGHT_GRAY);
      g.drawLine(LEFT, y, WIDTH - RIGHT, y);
      g.setColor(Color.BLACK);
      g.drawString(String.format(Locale.ROOT, "%.3g", loss), 8, y + 4);
    }
    g.drawString("1", LEFT, HEIGHT - 18);
    String last = history.size() + " epochs";
    g.drawString(last, WIDTH - RIGHT - g.getFontMetrics().stringWidth(last), HEIGHT - 18);
    curve(EpochRecord::trainingLoss, TRAINING, "training loss", LEFT);
    curve(EpochRecord::validationLoss, VALIDATION, "validation loss", LEFT + 150);
  }

  private double x(int epoch) {
    double span = Math.max(1, history.size() - 1);
    return LEFT + (WIDTH - LEFT - RIGHT) * (epoch - 1) / span;
  }

  private double y(double loss) {
    double range = Math.log(high) - Math.log(low);
    double up = range > 0 ? (Math.log(loss) - Math.log(low)) / range : 0.5;
    return HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM);
  }

  private void curve(ToDoubleFunction<EpochRecord> loss, Color color, String name, int legend) {
    Path2D path = new Path2D.Double();
    for (EpochRecord e : history) {
      double value = loss.applyAsDouble(e);
      if (value > 0) {
        if (path.getCurrentPoint() == null) {
          path.moveTo(x(e.epoch()), y(value));
        }
        path.lineTo(x(e.epoch()), y(value));
      }
    }
    if (path.getCurrentPoint() != null) {
      g.setColor(color);
      g.setStroke(new BasicStroke(2));
      g.draw(path);
      g.drawString(name, legend, 20);
    }
  }
}
