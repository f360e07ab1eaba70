// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.curve;

import backprop.engine.model.EpochRecord;
import backprop.engine.model.Vitals;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.jfree.svg.SVGGraphics2D;
import org.knowm.xchart.XYChart;

/**
 * The learning curves of a training, and how its layers fared, as a picture and as tables.
 *
 * @param history the epochs
 * @param vitals the steps that were measured; nothing where none were
 */
public record CurveReport(List<EpochRecord> history, Vitals vitals) {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 300;

  /** Pixels of a PNG for each unit. */
  private static final int SCALE = 2;

  public CurveReport {
    history = List.copyOf(history);
    if (history.isEmpty()) {
      throw new IllegalArgumentException("there is no epoch to draw");
    }
  }

  /**
   * Writes what the name asks for: {@code .png} and {@code .svg} the picture, {@code .csv} the
   * epochs, {@code .layers.csv} the layers.
   *
   * @throws IllegalArgumentException when the name asks for something else
   * @throws IOException when the file cannot be written
   */
  public void write(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      if (!ImageIO.write(png(), "png", file.toFile())) {
        throw new IOException("this Java cannot write PNG");
      }
    } else if (name.endsWith(".svg")) {
      Files.writeString(file, svg());
    } else if (name.endsWith(".layers.csv")) {
      Files.writeString(file, layersCsv());
    } else if (name.endsWith(".csv")) {
      Files.writeString(file, csv());
    } else {
      throw new IllegalArgumentException(
          file + ": learning curves are written as .png, .svg, .csv or .layers.csv");
    }
  }

  private List<XYChart> charts() {
    List<XYChart> charts = new ArrayList<>();
    Map<String, List<double[]>> losses = new LinkedHashMap<>();
    losses.put("training", line(EpochRecord::trainingLoss));
    losses.put("validation", line(EpochRecord::validationLoss));
    add(charts, "Mean loss by epoch", true, losses);
    add(charts, "Metric by epoch", false, Map.of("metric", line(EpochRecord::score)));
    add(charts, "Learning rate by epoch", false, Map.of("rate", line(EpochRecord::rate)));
    add(
        charts,
        "Gradients of the weights by layer (root mean square)",
        true,
        layers(Vitals.Sizes::gradient));
    add(charts, "Update as a part of the weights, by layer", true, layers(Vitals.Sizes::ratio));
    return charts;
  }

  private static void add(
      List<XYChart> to, String title, boolean logarithmic, Map<String, List<double[]>> lines) {
    XYChart chart = ChartStyle.of(title, logarithmic, lines);
    if (chart != null) {
      to.add(chart);
    }
  }

  private List<double[]> line(ToDoubleFunction<EpochRecord> what) {
    return history.stream().map(e -> new double[] {e.epoch(), what.applyAsDouble(e)}).toList();
  }

  private Map<String, List<double[]>> layers(ToDoubleFunction<Vitals.Sizes> what) {
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    for (int i = 0; i < vitals.layers().size(); i++) {
      int layer = i;
      lines.put(
          vitals.layers().get(i).path(),
          vitals.samples().stream()
              .map(s -> new double[] {s.epoch(), what.applyAsDouble(s.sizes().get(layer))})
              .toList());
    }
    return lines;
  }

  private void paint(Graphics2D g, List<XYChart> charts) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 2 * WIDTH, rows(charts) * HEIGHT);
    for (int i = 0; i < charts.size(); i++) {
      Graphics2D part = (Graphics2D) g.create();
      part.translate(i % 2 * WIDTH, i / 2 * HEIGHT);
      charts.get(i).paint(part, WIDTH, HEIGHT);
      part.dispose();
    }
  }

  private static int rows(List<XYChart> charts) {
    return (charts.size() + 1) / 2;
  }

  /** The charts as a picture of pixels. */
  public BufferedImage png() {
    List<XYChart> charts = charts();
    BufferedImage image =
        new BufferedImage(
            SCALE * 2 * WIDTH, SCALE * rows(charts) * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.scale(SCALE, SCALE);
    paint(g, charts);
    g.dispose();
    return image;
  }

  /** The charts as SVG. */
  public String svg() {
    List<XYChart> charts = charts();
    SVGGraphics2D g = new SVGGraphics2D(2 * WIDTH, rows(charts) * HEIGHT);
    paint(g, charts);
    return g.getSVGDocument();
  }

  /** A line for each epoch; what there is not is empty. */
  public String csv() {
    StringBuilder s = new StringBuilder("epoch,training_loss,validation_loss,metric,rate\n");
    for (EpochRecord e : history) {
      s.append(e.epoch());
      numbers(s, e.trainingLoss(), e.validationLoss(), e.score(), e.rate());
    }
    return s.toString();
  }

  /** A line for each layer in each step that was measured. */
  public String layersCsv() {
    StringBuilder s =
        new StringBuilder("step,epoch,layer,gradient_rms,weight_rms,update_rms,update_ratio\n");
    for (Vitals.Sample sample : vitals.samples()) {
      for (int i = 0; i < vitals.layers().size(); i++) {
        Vitals.Sizes z = sample.sizes().get(i);
        s.append(sample.step()).append(',').append(sample.epoch());
        s.append(',').append(vitals.layers().get(i).path());
        numbers(s, z.gradient(), z.weight(), z.update(), z.ratio());
      }
    }
    return s.toString();
  }

  private static void numbers(StringBuilder s, double... numbers) {
    for (double x : numbers) {
      s.append(',');
      if (!Double.isNaN(x)) {
        s.append(x);
      }
    }
    s.append('\n');
  }
}
