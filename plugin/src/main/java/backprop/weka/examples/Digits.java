// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.examples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;

/** Digits drawn with strokes, turned, moved and stretched, on a noisy ground. */
public final class Digits {
  /** Points of lines in a square of 10 x 10, {@code x,y}; a slash begins another line. */
  private static final String[] STROKES = {
    "5,1 3,2 2,5 3,8 5,9 7,8 8,5 7,2 5,1",
    "3,3 5,1 5,9",
    "2,3 4,1 7,2 7,4 2,9 8,9",
    "2,1 8,1 5,4 8,6 7,8 5,9 2,8",
    "6,9 6,1 2,6 8,6",
    "8,1 3,1 2,5 6,4 8,6 7,8 4,9 2,8",
    "7,1 4,3 2,6 3,8 5,9 7,8 8,6 6,5 3,5",
    "2,1 8,1 4,9",
    "5,5 3,4 3,2 5,1 7,2 7,4 5,5 8,7 7,9 3,9 2,7 5,5",
    "8,4 5,5 2,4 3,2 5,1 7,1 8,4 6,9"
  };

  private static final List<String> CLASSES =
      IntStream.range(0, STROKES.length).mapToObj(String::valueOf).toList();

  private Digits() {}

  /**
   * Rows of gray pixels, 0 to 255, with the digit as their class.
   *
   * @param rows number of pictures, all digits in turn
   * @param side pixels of a side
   */
  public static Instances pixels(int rows, int side, long seed) {
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (int p = 0; p < side * side; p++) {
      attributes.add(new Attribute("r" + p / side + "c" + p % side));
    }
    attributes.add(new Attribute("digit", CLASSES));
    Instances data = new Instances("digits", attributes, rows);
    data.setClassIndex(side * side);
    Random random = new Random(seed);
    for (int r = 0; r < rows; r++) {
      BufferedImage picture = picture(r % STROKES.length, side, random);
      double[] values = new double[side * side + 1];
      for (int p = 0; p < side * side; p++) {
        values[p] = picture.getRGB(p % side, p / side) & 0xFF;
      }
      values[side * side] = r % STROKES.length;
      data.add(new DenseInstance(1, values));
    }
    return data;
  }

  /**
   * Pictures in files, and rows with their names, the ink's thickness in pixels, and the digit.
   *
   * @param folder is made
   */
  public static Instances files(int rows, int side, long seed, Path folder) throws IOException {
    Files.createDirectories(folder);
    ArrayList<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("file", (List<String>) null));
    attributes.add(new Attribute("digit", CLASSES));
    Instances data = new Instances("pictures", attributes, rows);
    data.setClassIndex(1);
    Random random = new Random(seed);
    for (int r = 0; r < rows; r++) {
      String name = "digit" + r + ".png";
      File file = folder.resolve(name).toFile();
      ImageIO.write(picture(r % STROKES.length, side, random), "png", file);
      double[] values = {data.attribute(0).addStringValue(name), r % STROKES.length};
      data.add(new DenseInstance(1, values));
    }
    return data;
  }

  private static BufferedImage picture(int digit, int side, Random random) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      int gray = random.nextInt(40);
      picture.setRGB(i % side, i / side, gray << 16 | gray << 8 | gray);
    }
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    AffineTransform place = new AffineTransform();
    place.translate(side / 2.0, side / 2.0);
    double pixel = side / 10.0;
    place.scale(pixel, pixel);
    place.translate(1.6 * random.nextDouble() - 0.8, 1.6 * random.nextDouble() - 0.8);
    place.rotate(0.5 * random.nextDouble() - 0.25);
    place.shear(0.4 * random.nextDouble() - 0.2, 0);
    place.scale(0.75 + 0.3 * random.nextDouble(), 0.75 + 0.25 * random.nextDouble());
    place.translate(-5, -5);
    g.transform(place);
    g.setColor(Color.WHITE);
    float width = (float) (0.8 + 0.7 * random.nextDouble());
    g.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(line(STROKES[digit], random));
    g.dispose();
    return picture;
  }

  private static Path2D line(String points, Random random) {
    Path2D line = new Path2D.Double();
    for (String point : points.split(" ")) {
      String[] xy = point.split(",");
      double x = Double.parseDouble(xy[0]) + 0.6 * random.nextDouble() - 0.3;
      double y = Double.parseDouble(xy[1]) + 0.6 * random.nextDouble() - 0.3;
      if (line.getCurrentPoint() == null) {
        line.moveTo(x, y);
      } else {
        line.lineTo(x, y);
      }
    }
    return line;
  }
}
