// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import java.util.Arrays;

/**
 * The matrix of patches of some rows of a convolution's output: row by row what each window sees,
 * places row by row, channels fastest. Belongs to one call, and is shared by its threads.
 */
final class Patches {
  private static final int SHORT = 12;

  private Axis vertical;
  private Axis horizontal;
  private Matrix image;
  private int channel;
  private int channels;

  /** Whether neighboring places of a window are neighbors in memory. */
  private boolean together;

  /** Numbers of a patch. */
  int length;

  /** Describes the image of a call. */
  void of(Window w, int groups, Matrix newImage) {
    vertical = w.vertical();
    horizontal = w.horizontal();
    image = newImage;
    channels = newImage.columns() / groups;
    length = w.places() * channels;
    together = groups == 1 && horizontal.dilation() == 1 && newImage.stride() == newImage.columns();
  }

  /** Takes the channels of this group. */
  void group(int g) {
    channel = g * channels;
  }

  /** The first channel of the group. */
  int channel() {
    return channel;
  }

  /** Fills the patches of one row of all outputs, from index {@code start} on. */
  void gather(int outputRow, float[] patches, int start) {
    int example = outputRow / vertical.out();
    int oy = outputRow % vertical.out();
    int columns = horizontal.out();
    int kernel = horizontal.kernel();
    int width = kernel * channels;
    float[] from = FloatArray.of(image);
    int to = start;
    for (int ky = 0; ky < vertical.kernel(); ky++, to += width) {
      int iy = vertical.at(oy, ky);
      if (iy < 0 || iy >= vertical.in()) {
        for (int ox = 0; ox < columns; ox++) {
          Arrays.fill(patches, to + ox * length, to + ox * length + width, 0f);
        }
        continue;
      }
      int row = rowStart(example, iy);
      for (int ox = 0; ox < columns; ox++) {
        int at = to + ox * length;
        int left = horizontal.at(ox, 0);
        if (!together) {
          gatherApart(from, row, left, patches, at);
          continue;
        }
        int skip = Math.min(kernel, Math.max(0, -left));
        int end = Math.max(skip, Math.min(kernel, horizontal.in() - left));
        if (skip > 0) {
          Arrays.fill(patches, at, at + skip * channels, 0f);
        }
        int count = (end - skip) * channels;
        copy(from, row + (left + skip) * channels, patches, at + skip * channels, count);
        if (end < kernel) {
          Arrays.fill(patches, at + end * channels, at + width, 0f);
        }
      }
    }
  }

  private void gatherApart(float[] from, int row, int left, float[] patches, int to) {
    int at = to;
    for (int kx = 0; kx < horizontal.kernel(); kx++, at += channels) {
      int ix = left + kx * horizontal.dilation();
      if (ix < 0 || ix >= horizontal.in()) {
        Arrays.fill(patches, at, at + channels, 0f);
      } else {
        copy(from, row + ix * image.stride(), patches, at, channels);
      }
    }
  }

  /** Index of the first number of the group at hand in row iy of an example. */
  private int rowStart(int example, int iy) {
    int position = (example * vertical.in() + iy) * horizontal.in();
    return image.offset() + position * image.stride() + channel;
  }

  private static void copy(float[] from, int at, float[] to, int start, int count) {
    if (count > SHORT) {
      System.arraycopy(from, at, to, start, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[start + i] = from[at + i];
    }
  }

  /**
   * Adds the patches of output rows first to last to the row of the image from which they would
   * have come. Every number of the image gets its parts in the order of the outputs, however the
   * outputs are cut into pieces.
   *
   * @param patches those of the rows from first on, from index 0 on
   */
  void scatter(int example, int iy, int first, int last, float[] patches) {
    int kernel = horizontal.kernel();
    int width = kernel * channels;
    float[] to = FloatArray.of(image);
    int row = rowStart(example, iy);
    for (int ky = vertical.kernel() - 1; ky >= 0; ky--) {
      int oy = vertical.windowOf(iy, ky);
      int outputRow = example * vertical.out() + oy;
      if (oy < 0 || outputRow < first || outputRow >= last) {
        continue;
      }
      int at = (outputRow - first) * horizontal.out() * length + ky * width;
      for (int ox = 0; ox < horizontal.out(); ox++, at += length) {
        int left = horizontal.at(ox, 0);
        if (!together) {
          scatterApart(to, row, left, patches, at);
          continue;
        }
        int skip = Math.min(kernel, Math.max(0, -left));
        int end = Math.max(skip, Math.min(kernel, horizontal.in() - left));
        int count = (end - skip) * channels;
        add(patches, at + skip * channels, to, row + (left + skip) * channels, count);
      }
    }
  }

  private void scatterApart(float[] to, int row, int left, float[] patches, int from) {
    int at = from;
    for (int kx = 0; kx < horizontal.kernel(); kx++, at += channels) {
      int ix = left + kx * horizontal.dilation();
      if (ix >= 0 && ix < horizontal.in()) {
        add(patches, at, to, row + ix * image.stride(), channels);
      }
    }
  }

  private static void add(float[] p, int from, float[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] += p[from + i];
    }
  }
}
