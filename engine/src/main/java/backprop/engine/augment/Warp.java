// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.graph.Shape;

/**
 * Draws images at other places: each new pixel is taken from where it was, between four pixels by
 * bilinear interpolation.
 */
final class Warp {
  private final int height;
  private final int width;
  private final int channels;
  private final Fill fill;

  Warp(Shape image, Fill fill) {
    this.height = image.size(0);
    this.width = image.size(1);
    this.channels = image.size(2);
    this.fill = fill;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /**
   * Draws one image: the pixel at (row, column), both counted from the image's center, comes from
   * {@code (down + rr * row + rc * column, right + cr * row + cc * column)}.
   *
   * @param at index of the image's first number in both arrays
   */
  void draw(
      float[] from,
      float[] to,
      int at,
      double down,
      double rr,
      double rc,
      double right,
      double cr,
      double cc) {
    double middleRow = (height - 1) / 2.0;
    double middleColumn = (width - 1) / 2.0;
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < width; c++) {
        double row = r - middleRow;
        double column = c - middleColumn;
        double y = middleRow + down + rr * row + rc * column;
        double x = middleColumn + right + cr * row + cc * column;
        sample(from, at, y, x, to, at + (r * width + c) * channels);
      }
    }
  }

  private void sample(float[] from, int image, double y, double x, float[] to, int at) {
    if (fill == Fill.EDGE) {
      y = Math.max(0, Math.min(height - 1, y));
      x = Math.max(0, Math.min(width - 1, x));
    }
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(x);
    double below = y - top;
    double beside = x - left;
    for (int k = 0; k < channels; k++) {
      double upper =
          (1 - beside) * pixel(from, image, top, left, k)
              + beside * pixel(from, image, top, left + 1, k);
      double lower =
          (1 - beside) * pixel(from, image, top + 1, left, k)
              + beside * pixel(from, image, top + 1, left + 1, k);
      to[at + k] = (float) ((1 - below) * upper + below * lower);
    }
  }

  /** A pixel, 0 outside: with fill by the edge only where it weighs nothing. */
  private float pixel(float[] from, int image, int row, int column, int channel) {
    return row < 0 || row >= height || column < 0 || column >= width
        ? 0
        : from[image + (row * width + column) * channels + channel];
  }
}
