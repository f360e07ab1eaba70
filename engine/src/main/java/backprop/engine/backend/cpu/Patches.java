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
  /** Numbers that are copied faster one by one. */
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

  /**
   * Nanoseconds to gather the patch of a position and to multiply it by the weights where products
   * are fast even with few columns.
   */
  static double nanosToMultiply(Window w, int channels, int filters) {
    int width = w.horizontal().kernel() * channels;
    double gather = w.vertical().kernel() * (6 + 0.08 * width);
    return gather + 0.03 * w.places() * channels * filters + 20;
  }

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
   * @param line room for {@link #line} numbers
   * @param piece the same
   */
  void scatter(
      int example, int iy, int first, int last, float[] patches, float[] line, float[] piece) {
    int kernel = horizontal.kernel();
    int width = kernel * channels;
    float[] to = FloatArray.of(image);
    int row = rowStart(example, iy);
    // Loops over two arrays vectorize where they share the index.
    int least = horizontal.stride() == 1 ? SHORT : 2 * SHORT;
    boolean aligned = together && width > least;
    if (aligned) {
      System.arraycopy(to, row, line, 0, line());
    }
    int rows = vertical.out();
    int out = horizontal.out();
    for (int ky = vertical.kernel() - 1; ky >= 0; ky--) {
      int oy = vertical.windowOf(iy, ky);
      int outputRow = example * rows + oy;
      if (oy < 0 || outputRow < first || outputRow >= last) {
        continue;
      }
      int at = (outputRow - first) * out * length + ky * width;
      if (aligned) {
        addRow(patches, at, out, line, piece);
        continue;
      }
      for (int ox = 0; ox < out; ox++, at += length) {
        int left = horizontal.at(ox, 0);
        if (!together) {
          scatterApart(to, row, left, patches, at);
          continue;
        }
        int skip = Math.min(kernel, Math.max(0, -left));
        int end = Math.max(skip, Math.min(kernel, horizontal.in() - left));
        add(
            patches,
            at + skip * channels,
            to,
            row + (left + skip) * channels,
            (end - skip) * channels);
      }
    }
    if (aligned) {
      System.arraycopy(line, 0, to, row, line());
    }
  }

  /**
   * Adds a row of all windows to a line: those that lie side by side at once, then those that begin
   * one position further.
   */
  private void addRow(float[] patches, int at, int out, float[] line, float[] piece) {
    int kernel = horizontal.kernel();
    int step = (kernel + horizontal.stride() - 1) / horizontal.stride();
    for (int r = 0; r < Math.min(step, out); r++) {
      int begin = 0;
      int filled = 0;
      for (int ox = r; ox < out; ox += step) {
        int left = horizontal.at(ox, 0);
        int skip = Math.min(kernel, Math.max(0, -left));
        int end = Math.max(skip, Math.min(kernel, horizontal.in() - left));
        if (skip == end) {
          continue;
        }
        int place = (left + skip) * channels;
        int count = (end - skip) * channels;
        if (filled != place) {
          addAligned(piece, line, begin, filled);
          begin = place;
        }
        copy(patches, at + ox * length + skip * channels, piece, place, count);
        filled = place + count;
      }
      addAligned(piece, line, begin, filled);
    }
  }

  /** Numbers of a row of the image. */
  int line() {
    return horizontal.in() * channels;
  }

  private static void addAligned(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] += x[i];
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
