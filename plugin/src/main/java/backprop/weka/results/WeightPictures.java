// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.results;

import backprop.engine.graph.Layout;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Conv2d;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Flatten;
import backprop.engine.layer.Layer;
import backprop.engine.layer.MemberDense;
import backprop.engine.layer.Members;
import backprop.engine.layer.Reshape;
import backprop.engine.model.Model;
import backprop.engine.network.Network;
import backprop.weka.encode.ColumnPlan;
import backprop.weka.encode.InputEncoder;
import backprop.weka.predict.NetworkPredictor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The weights of a network's first layer as pictures: a filter of a convolution, or a unit of a
 * dense layer on pixels. Of pictures in color, the mean over the channels is shown.
 */
public final class WeightPictures {
  /** Attributes that are a square of at least this side are taken for pixels. */
  private static final int LEAST_SIDE = 6;

  private static final int MOST = 100;
  private static final int SIDE = 64;
  private static final int GAP = 4;
  private static final int LEGEND = 24;
  private static final int FULL = 255;

  private WeightPictures() {}

  /**
   * The weights that look at one picture.
   *
   * @param name number of the filter or unit from 0
   * @param height rows
   * @param width columns
   * @param values row by row
   */
  public record Weights(int name, int height, int width, double[] values) {}

  /** The pictures, at most 100; empty where the first layer does not look at pictures. */
  public static Optional<List<Weights>> of(NetworkPredictor predictor) {
    Model model = predictor.model().orElseThrow();
    if (!(model.spec().body() instanceof Chain chain)) {
      return Optional.empty();
    }
    Layer first = firstWithWeights(chain);
    Shape seen = model.spec().seenInput();
    Slot slot = firstSlot(model);
    if (slot == null || first == null) {
      return Optional.empty();
    }
    if (first instanceof Conv2d c) {
      return Optional.of(filters(model, slot, c, seen.columns()));
    }
    boolean dense = first instanceof Dense || first instanceof MemberDense;
    int[][] pixels = dense ? pixels(predictor.inputs(), seen) : null;
    return pixels == null ? Optional.empty() : Optional.of(units(model, slot, pixels));
  }

  /** The first layer that is more than another shape of what it gets. */
  private static Layer firstWithWeights(Chain chain) {
    for (Layer l : chain.layers()) {
      if (!(l instanceof Reshape || l instanceof Flatten || l instanceof Members)) {
        return l;
      }
    }
    return null;
  }

  private static Slot firstSlot(Model model) {
    Layout layout = Network.layout(model.spec());
    int best = Integer.MAX_VALUE;
    Slot first = null;
    for (Slot s : layout.slots()) {
      String number = s.path().replaceFirst("\\D.*", "");
      if (s.role() == Role.WEIGHT && s.path().endsWith("/weights") && !number.isEmpty()) {
        int at = Integer.parseInt(number);
        if (at < best) {
          best = at;
          first = s;
        }
      }
    }
    return first;
  }

  /** Weights lie as (height * width * channels) x filters. */
  private static List<Weights> filters(Model model, Slot slot, Conv2d c, int channels) {
    int height = c.size().get(0);
    int width = c.size().size() > 1 ? c.size().get(1) : height;
    int deep = Math.max(1, channels / c.groups());
    List<Weights> all = new ArrayList<>();
    for (int f = 0; f < Math.min(MOST, c.filters()); f++) {
      double[] values = new double[height * width];
      for (int p = 0; p < values.length; p++) {
        for (int k = 0; k < deep; k++) {
          values[p] +=
              model.parameters()[slot.offset() + (p * deep + k) * slot.columns() + f] / deep;
        }
      }
      all.add(new Weights(f, height, width, values));
    }
    return all;
  }

  /**
   * For each pixel, in rows, the columns that are about it; null where the inputs are no picture. A
   * pixel that never varies has none.
   */
  private static int[][] pixels(InputEncoder inputs, Shape seen) {
    int attributes = inputs.attributes() - (inputs.classIndex() >= 0 ? 1 : 0);
    if (seen.rank() == 3) {
      return columns(seen.size(0) * seen.size(1), seen.size(1), seen.columns());
    }
    int side = (int) Math.round(Math.sqrt(attributes));
    if (side < LEAST_SIDE || side * side != attributes) {
      return null;
    }
    int[][] pixels = new int[attributes + 1][];
    int pixel = 0;
    for (int a = 0; a < inputs.attributes(); a++) {
      if (a == inputs.classIndex()) {
        continue;
      }
      ColumnPlan plan = inputs.plans().get(a);
      pixels[pixel++] = plan == null ? new int[0] : new int[] {inputs.start(a)};
    }
    pixels[attributes] = new int[] {side};
    return pixels;
  }

  private static int[][] columns(int count, int width, int channels) {
    int[][] pixels = new int[count + 1][];
    for (int p = 0; p < count; p++) {
      pixels[p] = new int[channels];
      for (int c = 0; c < channels; c++) {
        pixels[p][c] = p * channels + c;
      }
    }
    pixels[count] = new int[] {width};
    return pixels;
  }

  /** The last of the pixels is the picture's width. */
  private static List<Weights> units(Model model, Slot slot, int[][] pixels) {
    int count = pixels.length - 1;
    int width = pixels[count][0];
    List<Weights> all = new ArrayList<>();
    for (int u = 0; u < Math.min(MOST, slot.columns()); u++) {
      double[] values = new double[count];
      for (int p = 0; p < count; p++) {
        for (int column : pixels[p]) {
          values[p] +=
              model.parameters()[slot.offset() + column * slot.columns() + u] / pixels[p].length;
        }
      }
      all.add(new Weights(u, count / width, width, values));
    }
    return all;
  }

  /**
   * All pictures on one sheet, each scaled by its largest weight: blue is negative, white 0, red
   * positive.
   */
  public static BufferedImage sheet(List<Weights> all) {
    int across = (int) Math.ceil(Math.sqrt(all.size() * 1.6));
    int down = (all.size() + across - 1) / across;
    Weights one = all.get(0);
    int zoom = Math.max(1, SIDE / Math.max(one.height(), one.width()));
    int w = one.width() * zoom + GAP;
    int h = one.height() * zoom + GAP;
    int broad = Math.max(320, across * w + GAP);
    BufferedImage sheet =
        new BufferedImage(broad, down * h + GAP + LEGEND, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < all.size(); i++) {
      draw(g, all.get(i), GAP + i % across * w, GAP + i / across * h, zoom);
    }
    g.setColor(Color.DARK_GRAY);
    g.drawString(
        all.size() + " of the first layer; red: more, blue: less", GAP, sheet.getHeight() - 8);
    g.dispose();
    return sheet;
  }

  private static void draw(Graphics2D g, Weights w, int left, int top, int zoom) {
    double most = 0;
    for (double v : w.values()) {
      most = Math.max(most, Math.abs(v));
    }
    for (int p = 0; p < w.values().length; p++) {
      double v = most == 0 ? 0 : w.values()[p] / most;
      int pale = (int) Math.round(FULL * (1 - Math.abs(v)));
      g.setColor(v >= 0 ? new Color(FULL, pale, pale) : new Color(pale, pale, FULL));
      g.fillRect(left + p % w.width() * zoom, top + p / w.width() * zoom, zoom, zoom);
    }
    g.setColor(Color.LIGHT_GRAY);
    g.drawRect(left - 1, top - 1, w.width() * zoom + 1, w.height() * zoom + 1);
  }
}
