// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.images;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The form that pictures are brought into.
 *
 * @param height rows of pixels, from 1
 * @param width pixels of a row, from 1
 * @param channels 1 for gray, 3 for red, green and blue
 */
public record Pixels(int height, int width, int channels) {
  /** Luma of ITU-R BT.601. */
  private static final double[] GRAY = {0.299, 0.587, 0.114};

  public Pixels {
    if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "pictures of height "
              + height
              + ", width "
              + width
              + " and "
              + channels
              + " channels: allowed are sizes from 1, and 1 or 3 channels");
    }
  }

  /** How many numbers a picture is. */
  public int size() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /** Names of the numbers, such as {@code r0c12} or {@code r0c12-red}. */
  public List<String> names() {
    String[] colors = {"-red", "-green", "-blue"};
    List<String> names = new ArrayList<>();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          names.add("r" + y + "c" + x + (channels == 1 ? "" : colors[c]));
        }
      }
    }
    return names;
  }

  /**
   * Reads a picture, scaled to this size; what is transparent is black.
   *
   * @param to receives {@link #size()} numbers from 0 to 255, from index {@code at}
   * @throws IOException in one sentence when it cannot be read
   */
  public void read(File file, double[] to, int at) throws IOException {
    BufferedImage picture;
    try {
      picture = ImageIO.read(file);
    } catch (IOException | RuntimeException e) {
      throw new IOException("the picture " + file + " cannot be read: " + e.getMessage(), e);
    }
    if (picture == null) {
      throw new IOException(
          "the picture "
              + file
              + " cannot be read: Java knows "
              + String.join(", ", ImageIO.getReaderFileSuffixes()));
    }
    BufferedImage scaled = scaled(picture);
    int next = at;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = scaled.getRGB(x, y);
        double gray = 0;
        for (int c = 0; c < 3; c++) {
          int value = rgb >> (16 - 8 * c) & 0xFF;
          gray += GRAY[c] * value;
          if (channels == 3) {
            to[next++] = value;
          }
        }
        if (channels == 1) {
          to[next++] = Math.rint(gray);
        }
      }
    }
  }

  /** Halved until the size is near, so that every pixel counts, then interpolated. */
  private BufferedImage scaled(BufferedImage picture) {
    BufferedImage now = drawn(picture, picture.getWidth(), picture.getHeight());
    while (now.getWidth() >= 2 * width && now.getHeight() >= 2 * height) {
      now = drawn(now, now.getWidth() / 2, now.getHeight() / 2);
    }
    return now.getWidth() == width && now.getHeight() == height ? now : drawn(now, width, height);
  }

  private static BufferedImage drawn(BufferedImage picture, int w, int h) {
    BufferedImage out = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = out.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(picture, 0, 0, w, h, null);
    g.dispose();
    return out;
  }
}
