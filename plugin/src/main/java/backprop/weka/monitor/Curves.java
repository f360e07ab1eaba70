// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.monitor;

import backprop.engine.model.EpochRecord;
import backprop.weka.curve.ChartStyle;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import javax.swing.JComponent;
import javax.swing.JPanel;
import org.jfree.svg.SVGGraphics2D;
import org.knowm.xchart.XChartPanel;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Four charts over the epochs: loss, metric, learning rate, gradients by layer. */
final class Curves {
  /** Points of a curve at most: more than there are pixels only take time. */
  private static final int POINTS = 400;

  private static final int LARGEST_LEGEND = 10;

  /** A logarithmic axis that is longer than this only has powers of ten as labels. */
  private static final double DECADES = 12;

  private final XYChart loss = ChartStyle.chart("Mean loss", true);
  private final XYChart metric = ChartStyle.chart("Metric", false);
  private final XYChart rate = ChartStyle.chart("Learning rate", false);
  private final XYChart gradients =
      ChartStyle.chart("Gradients of the last step: length by layer", true);
  private final JPanel panel = new JPanel(new GridBagLayout());
  private final Map<XYChart, Double> lowest = new HashMap<>();
  private final Map<XYChart, Double> highest = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private boolean metricShown;

  /**
   * @param metricName what epochs are judged by; the word loss for no chart of its own
   */
  Curves(String metricName) {
    metricShown = !metricName.equals("loss");
    metric.setTitle(metricName);
    panel.setBackground(Color.WHITE);
    panel.setPreferredSize(new Dimension(900, 560));
    add(loss, 0, 0, metricShown ? 1 : 2);
    if (metricShown) {
      add(metric, 0, 1, 1);
    }
    add(rate, 1, 0, 1);
    add(gradients, 1, 1, 1);
  }

  private void add(XYChart chart, int column, int row, int rows) {
    GridBagConstraints c = new GridBagConstraints();
    c.gridx = column;
    c.gridy = row;
    c.gridheight = rows;
    c.weightx = 1;
    c.weighty = rows;
    c.fill = GridBagConstraints.BOTH;
    panel.add(new XChartPanel<>(chart), c);
  }

  JComponent view() {
    return panel;
  }

  /** Shows what there is. */
  void show(History.View view) {
    List<EpochRecord> epochs = view.epochs();
    if (epochs.isEmpty()) {
      return;
    }
    draw(loss, "training", epochs, EpochRecord::trainingLoss);
    draw(loss, "validation", epochs, EpochRecord::validationLoss);
    if (metricShown) {
      draw(metric, "validation", epochs, EpochRecord::score);
    }
    draw(rate, "rate", epochs, EpochRecord::rate);
    rate.getStyler().setLegendVisible(false);
    rate.getStyler().setYAxisMin(0.0);
    for (String layer : view.layers()) {
      draw(
          gradients,
          layer,
          epochs,
          e -> view.norms().get(e.epoch() - 1).getOrDefault(layer, Double.NaN));
    }
    gradients.getStyler().setLegendVisible(view.layers().size() <= LARGEST_LEGEND);
    panel.repaint();
  }

  /** The least of 1, 2, 5, 10, 20 ... by which there are few enough points. */
  private static int step(int epochs) {
    int step = 1;
    for (int k = 0; epochs / step > POINTS; k++) {
      step *= k % 3 == 1 ? 5 : 2;
      step = k % 3 == 1 ? step / 2 : step;
    }
    return step;
  }

  /** One curve, of the epochs where it has a number that the axis can show. */
  private void draw(
      XYChart chart, String name, List<EpochRecord> epochs, ToDoubleFunction<EpochRecord> what) {
    boolean logarithmic = chart.getStyler().isYAxisLogarithmic();
    int step = step(epochs.size());
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      if (i > 0 && (i + 1) % step != 0 && i + 1 < epochs.size()) {
        continue;
      }
      double value = what.applyAsDouble(epochs.get(i));
      if (Double.isFinite(value) && (value > 0 || !logarithmic)) {
        x.add((double) epochs.get(i).epoch());
        y.add(value);
      }
    }
    if (x.isEmpty()) {
      return;
    }
    double low = Math.min(lowest.getOrDefault(chart, Double.MAX_VALUE), Collections.min(y));
    double high = Math.max(highest.getOrDefault(chart, 0.0), Collections.max(y));
    lowest.put(chart, low);
    highest.put(chart, high);
    if (logarithmic) {
      // Labels between the powers of ten would lie on one another where there are several.
      chart.getStyler().setYAxisLogarithmicDecadeOnly(high > DECADES * low);
    }
    XYSeries series =
        known.add(chart.getTitle() + "/" + name)
            ? chart.addSeries(name, x, y)
            : chart.updateXYSeries(name, x, y, null);
    series.setMarker(x.size() < 3 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setLineStyle(new BasicStroke(1.8f));
  }

  /** The charts as SVG. */
  String svg() {
    SVGGraphics2D g = new SVGGraphics2D(panel.getWidth(), panel.getHeight());
    panel.paint(g);
    return g.getSVGDocument();
  }

  /** The charts as a picture. */
  BufferedImage picture() {
    BufferedImage image =
        new BufferedImage(panel.getWidth(), panel.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    panel.paint(g);
    g.dispose();
    return image;
  }
}
