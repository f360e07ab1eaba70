// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import java.util.Arrays;

/**
 * Convolution as products of patches with the weights. What every window sees becomes a row of a
 * matrix of patches, some rows of the output at a time, so that the patches stay in the cache and
 * large images need no more memory than small ones:
 *
 * <pre>
 *   y = patches(x) * w       dw += patches(x)' * dy       patches = dy * w'; dx += where they were
 * </pre>
 *
 * Where a window is its position itself (1 x 1), the input is the matrix of patches.
 */
final class Convolution {
  /** Numbers in the patches at a time, unless one row of the output has more. */
  private static final int BLOCK = 1 << 18;

  /** Numbers to move that are worth waking another thread for. */
  private static final int WORTH_THREADS = 60_000;

  private static final int SHORT = 12;

  private final Workers workers;
  private final Product gemm;
  private final Workers.Task gathering = this::gather;
  private final Workers.Task scattering = this::scatter;
  private final Place a = new Place();
  private final Place b = new Place();
  private final Place c = new Place();
  private final Place row = new Place();
  private float[] patches = new float[0];

  // The call at hand.
  private Axis vertical;
  private Axis horizontal;
  private Matrix image;
  private int channel;
  private int channels;
  private int patch;
  private boolean together;
  private int firstRow;
  private int lastRow;

  Convolution(Workers workers, Product gemm) {
    this.workers = workers;
    this.gemm = gemm;
  }

  void forward(Window w, int groups, Matrix x, Matrix weights, Matrix bias, double beta, Matrix y) {
    begin(w, groups, x);
    int filters = y.columns() / groups;
    for (int g = 0; g < groups; g++) {
      channel = g * channels;
      int f = g * filters;
      Place start = bias == null ? null : row.of(bias, 0, f);
      for (firstRow = 0; nextBlock(w, y); firstRow = lastRow) {
        int from = firstRow * horizontal.out();
        int count = (lastRow - firstRow) * horizontal.out();
        Place seen = w.trivial() ? a.of(x, from, channel) : patchesOfImage();
        gemm.sizes(count, filters, patch);
        gemm.run(false, false, 1, seen, b.of(weights, 0, f), beta, start, c.of(y, from, f));
      }
    }
  }

  void weightGradient(Window w, int groups, Matrix x, Matrix dy, double beta, Matrix dw) {
    begin(w, groups, x);
    int filters = dy.columns() / groups;
    for (int g = 0; g < groups; g++) {
      channel = g * channels;
      int f = g * filters;
      if (beta == 0 && dy.rows() == 0) {
        clear(dw);
      }
      for (firstRow = 0; nextBlock(w, dy); firstRow = lastRow) {
        int from = firstRow * horizontal.out();
        int count = (lastRow - firstRow) * horizontal.out();
        Place seen = w.trivial() ? a.of(x, from, channel) : patchesOfImage();
        double old = firstRow == 0 ? beta : 1;
        gemm.sizes(patch, filters, count);
        gemm.run(true, false, 1, seen, b.of(dy, from, f), old, null, c.of(dw, 0, f));
      }
    }
  }

  void inputGradient(Window w, int groups, Matrix dy, Matrix weights, double beta, Matrix dx) {
    begin(w, groups, dx);
    int filters = dy.columns() / groups;
    if (beta == 0 && !w.trivial()) {
      clear(dx);
    }
    for (int g = 0; g < groups; g++) {
      channel = g * channels;
      int f = g * filters;
      for (firstRow = 0; nextBlock(w, dy); firstRow = lastRow) {
        int from = firstRow * horizontal.out();
        int count = (lastRow - firstRow) * horizontal.out();
        Place to = w.trivial() ? c.of(dx, from, channel) : c.of(reserve(count), 0, patch);
        gemm.sizes(count, patch, filters);
        double old = w.trivial() ? beta : 0;
        gemm.run(false, true, 1, a.of(dy, from, f), b.of(weights, 0, f), old, null, to);
        if (!w.trivial()) {
          int first = firstRow / vertical.out();
          int last = (lastRow - 1) / vertical.out();
          run((last - first + 1) * vertical.in(), count * patch, scattering);
        }
      }
    }
  }

  private void begin(Window w, int groups, Matrix newImage) {
    vertical = w.vertical();
    horizontal = w.horizontal();
    image = newImage;
    channels = newImage.columns() / groups;
    patch = w.places() * channels;
    together = groups == 1 && horizontal.dilation() == 1 && newImage.stride() == newImage.columns();
  }

  /** Sets the end of the block of output rows that starts at firstRow; false where none is left. */
  private boolean nextBlock(Window w, Matrix y) {
    int rows = y.rows() / horizontal.out();
    long each = w.trivial() ? 1 : Math.max(1, (long) horizontal.out() * patch);
    lastRow = w.trivial() ? rows : (int) Math.min(rows, firstRow + Math.max(1, BLOCK / each));
    return firstRow < rows;
  }

  private static void clear(Matrix m) {
    float[] to = FloatArray.of(m);
    for (int r = 0, at = m.offset(); r < m.rows(); r++, at += m.stride()) {
      Arrays.fill(to, at, at + m.columns(), 0f);
    }
  }

  private float[] reserve(int positions) {
    int size = Math.multiplyExact(positions, patch);
    if (patches.length < size) {
      patches = new float[size];
    }
    return patches;
  }

  private void run(int items, int numbers, Workers.Task task) {
    workers.run(items, numbers > WORTH_THREADS ? 2 : Integer.MAX_VALUE, task);
  }

  private Place patchesOfImage() {
    int count = (lastRow - firstRow) * horizontal.out();
    float[] to = reserve(count);
    run(lastRow - firstRow, count * patch, gathering);
    return a.of(to, 0, patch);
  }

  /** Fills the patches of one row of the output. */
  private void gather(int item, int worker) {
    int example = (firstRow + item) / vertical.out();
    int oy = (firstRow + item) % vertical.out();
    int columns = horizontal.out();
    int kernel = horizontal.kernel();
    int width = kernel * channels;
    float[] from = FloatArray.of(image);
    int to = item * columns * patch;
    for (int ky = 0; ky < vertical.kernel(); ky++, to += width) {
      int iy = vertical.at(oy, ky);
      if (iy < 0 || iy >= vertical.in()) {
        for (int ox = 0; ox < columns; ox++) {
          Arrays.fill(patches, to + ox * patch, to + ox * patch + width, 0f);
        }
        continue;
      }
      int start = rowStart(example, iy);
      for (int ox = 0; ox < columns; ox++) {
        int at = to + ox * patch;
        int left = horizontal.at(ox, 0);
        if (!together) {
          gatherApart(from, start, left, at);
          continue;
        }
        int skip = Math.min(kernel, Math.max(0, -left));
        int end = Math.max(skip, Math.min(kernel, horizontal.in() - left));
        if (skip > 0) {
          Arrays.fill(patches, at, at + skip * channels, 0f);
        }
        copy(from, start + (left + skip) * channels, at + skip * channels, (end - skip) * channels);
        if (end < kernel) {
          Arrays.fill(patches, at + end * channels, at + width, 0f);
        }
      }
    }
  }

  private void gatherApart(float[] from, int start, int left, int to) {
    int at = to;
    for (int kx = 0; kx < horizontal.kernel(); kx++, at += channels) {
      int ix = left + kx * horizontal.dilation();
      if (ix < 0 || ix >= horizontal.in()) {
        Arrays.fill(patches, at, at + channels, 0f);
      } else {
        copy(from, start + ix * image.stride(), at, channels);
      }
    }
  }

  /** Index of the first number of the group at hand in row iy of an example. */
  private int rowStart(int example, int iy) {
    int position = (example * vertical.in() + iy) * horizontal.in();
    return image.offset() + position * image.stride() + channel;
  }

  private void copy(float[] from, int at, int to, int count) {
    if (count > SHORT) {
      System.arraycopy(from, at, patches, to, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      patches[to + i] = from[at + i];
    }
  }

  /** Adds the patches of the block to the row of the image from which they would have come. */
  private void scatter(int item, int worker) {
    int example = firstRow / vertical.out() + item / vertical.in();
    int iy = item % vertical.in();
    int kernel = horizontal.kernel();
    int width = kernel * channels;
    float[] to = FloatArray.of(image);
    int start = rowStart(example, iy);
    for (int ky = 0; ky < vertical.kernel(); ky++) {
      int oy = vertical.windowOf(iy, ky);
      int block = example * vertical.out() + oy - firstRow;
      if (oy < 0 || block < 0 || block >= lastRow - firstRow) {
        continue;
      }
      int at = block * horizontal.out() * patch + ky * width;
      for (int ox = 0; ox < horizontal.out(); ox++, at += patch) {
        int left = horizontal.at(ox, 0);
        if (!together) {
          scatterApart(to, start, left, at);
          continue;
        }
        int skip = Math.min(kernel, Math.max(0, -left));
        int end = Math.max(skip, Math.min(kernel, horizontal.in() - left));
        int count = (end - skip) * channels;
        add(at + skip * channels, to, start + (left + skip) * channels, count);
      }
    }
  }

  private void scatterApart(float[] to, int start, int left, int from) {
    int at = from;
    for (int kx = 0; kx < horizontal.kernel(); kx++, at += channels) {
      int ix = left + kx * horizontal.dilation();
      if (ix >= 0 && ix < horizontal.in()) {
        add(at, to, start + ix * image.stride(), channels);
      }
    }
  }

  private void add(int from, float[] to, int at, int count) {
    float[] p = patches;
    for (int i = 0; i < count; i++) {
      to[at + i] += p[from + i];
    }
  }
}
