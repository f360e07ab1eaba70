// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import java.util.Arrays;

/**
 * Convolution of every channel by itself, row by row: the weights of a place are repeated for every
 * position of a row, so that one long loop multiplies them with what the place sees.
 */
final class Depthwise {
  /** Products that are worth waking another thread for. */
  private static final double WORTH_THREADS = 50_000;

  /** Rows whose sum stays in float before it goes on in double. */
  private static final int FLOAT_ROWS = 64;

  private final Workers workers;
  private final Scratch[] scratch;
  private final Workers.Task forwardPart = this::forwardPart;
  private final Workers.Task inputPart = this::inputPart;
  private final Workers.Task weightPart = this::weightPart;
  private float[][] tiles = new float[0][];
  private Window window;
  private Matrix x;
  private Matrix y;
  private Matrix weights;
  private boolean add;

  Depthwise(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  private void begin(Window w, Matrix newX, Matrix newWeights, Matrix newY, double beta) {
    window = w;
    x = newX;
    y = newY;
    weights = newWeights;
    add = beta != 0;
  }

  /** Room for so many repeated rows of weights. */
  private void reserve(int count, int width) {
    if (tiles.length < count || tiles.length > 0 && tiles[0].length < width) {
      tiles = new float[Math.max(count, tiles.length)][width];
    }
  }

  private void run(int items, Workers.Task task) {
    double products = (double) window.places() * y.rows() * y.columns();
    workers.run(items, products > WORTH_THREADS ? 2 : Integer.MAX_VALUE, task);
  }

  private int examples() {
    return x.rows() / window.in();
  }

  void forward(Window w, Matrix newX, Matrix newWeights, Matrix newY) {
    begin(w, newX, newWeights, newY, 0);
    int columns = y.columns();
    if (y.size() == 0) {
      return;
    }
    int positions = w.horizontal().out();
    reserve(w.places(), positions * columns);
    float[] from = FloatArray.of(weights);
    for (int k = 0; k < w.places(); k++) {
      int at = weights.offset() + k * weights.stride();
      for (int p = 0; p < positions; p++) {
        System.arraycopy(from, at, tiles[k], p * columns, columns);
      }
    }
    run(examples() * w.vertical().out(), forwardPart);
  }

  /** One row of the output. */
  private void forwardPart(int item, int worker) {
    int example = item / window.vertical().out();
    int oy = item % window.vertical().out();
    int n = window.horizontal().out() * y.columns();
    Scratch s = scratch[worker];
    s.rows(n);
    Arrays.fill(s.d, 0, n, 0f);
    int kernel = window.horizontal().kernel();
    for (int ky = 0; ky < window.vertical().kernel(); ky++) {
      int iy = window.vertical().at(oy, ky);
      if (iy < 0 || iy >= window.vertical().in()) {
        continue;
      }
      for (int kx = 0; kx < kernel; kx++) {
        ImageRows.load(window, x, example, iy, kx, y.columns() / x.columns(), 0f, s.a);
        addProducts(s.a, tiles[ky * kernel + kx], s.d, n);
      }
    }
    int at = ImageRows.output(window, y, example, oy);
    ImageRows.store(s.d, y, at, window.horizontal().out(), false);
  }

  void inputGradient(Window w, Matrix dy, Matrix newWeights, double beta, Matrix dx) {
    begin(w, dx, newWeights, dy, beta);
    int channels = dx.columns();
    if (dx.size() == 0) {
      return;
    }
    int times = dy.columns() / channels;
    int positions = w.horizontal().in();
    reserve(w.places() * times, positions * channels);
    float[] from = FloatArray.of(weights);
    for (int k = 0; k < w.places(); k++) {
      for (int j = 0; j < times; j++) {
        float[] tile = tiles[k * times + j];
        int at = weights.offset() + k * weights.stride() + j;
        for (int c = 0; c < channels; c++, at += times) {
          tile[c] = from[at];
        }
        for (int p = 1; p < positions; p++) {
          System.arraycopy(tile, 0, tile, p * channels, channels);
        }
      }
    }
    run(examples() * w.vertical().in(), inputPart);
  }

  /** One row of the input. */
  private void inputPart(int item, int worker) {
    int example = item / window.vertical().in();
    int iy = item % window.vertical().in();
    int n = window.horizontal().in() * x.columns();
    int times = y.columns() / x.columns();
    Scratch s = scratch[worker];
    s.rows(n);
    Arrays.fill(s.d, 0, n, 0f);
    int kernel = window.horizontal().kernel();
    for (int ky = 0; ky < window.vertical().kernel(); ky++) {
      int oy = window.vertical().windowOf(iy, ky);
      if (oy < 0) {
        continue;
      }
      for (int kx = 0; kx < kernel; kx++) {
        for (int j = 0; j < times; j++) {
          ImageRows.loadBack(window, y, example, oy, kx, j, times, s.a);
          addProducts(s.a, tiles[(ky * kernel + kx) * times + j], s.d, n);
        }
      }
    }
    int at = ImageRows.input(window, x, example, iy);
    ImageRows.store(s.d, x, at, window.horizontal().in(), add);
  }

  void weightGradient(Window w, Matrix newX, Matrix dy, double beta, Matrix dw) {
    begin(w, newX, dw, dy, beta);
    if (dw.size() > 0) {
      run(w.places(), weightPart);
    }
  }

  /** The weights of one place. */
  private void weightPart(int place, int worker) {
    int columns = y.columns();
    int positions = window.horizontal().out();
    int n = positions * columns;
    int ky = place / window.horizontal().kernel();
    int kx = place % window.horizontal().kernel();
    int rows = window.vertical().out();
    Scratch s = scratch[worker];
    s.rows(n);
    Arrays.fill(s.d, 0, n, 0f);
    Arrays.fill(s.sums, 0, columns, 0);
    int waiting = 0;
    float[] dy = FloatArray.of(y);
    for (int item = 0; item < examples() * rows; item++) {
      int oy = item % rows;
      int iy = window.vertical().at(oy, ky);
      if (iy < 0 || iy >= window.vertical().in()) {
        continue;
      }
      ImageRows.load(window, x, item / rows, iy, kx, columns / x.columns(), 0f, s.a);
      int at = ImageRows.output(window, y, item / rows, oy);
      for (int p = 0; p < positions; p++, at += y.stride()) {
        System.arraycopy(dy, at, s.b, p * columns, columns);
      }
      addProducts(s.a, s.b, s.d, n);
      if (++waiting == FLOAT_ROWS) {
        fold(s, positions, columns);
        waiting = 0;
      }
    }
    fold(s, positions, columns);
    float[] to = FloatArray.of(weights);
    int at = weights.offset() + place * weights.stride();
    for (int c = 0; c < columns; c++) {
      to[at + c] = (float) (add ? to[at + c] + s.sums[c] : s.sums[c]);
    }
  }

  private static void fold(Scratch s, int positions, int columns) {
    for (int p = 0, i = 0; p < positions; p++) {
      for (int c = 0; c < columns; c++, i++) {
        s.sums[c] += s.d[i];
        s.d[i] = 0;
      }
    }
  }

  private static void addProducts(float[] x, float[] w, float[] sum, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += x[i] * w[i];
    }
  }
}
