// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import java.util.Arrays;

/** Maxima and sums over windows, row by row of the output; gradients by rows of the input. */
final class Pooling {
  /** Numbers to look at that are worth waking another thread for. */
  private static final double WORTH_THREADS = 60_000;

  private final Workers workers;
  private final Scratch[] scratch;

  /** The bits of the maxima that a worker is looking for. */
  private final int[][] wanted;

  private final Workers.Task maxPart = this::maxPart;
  private final Workers.Task maxGradientPart = this::maxGradientPart;
  private final Workers.Task sumPart = this::sumPart;
  private final Workers.Task sumGradientPart = this::sumGradientPart;
  private Window window;
  private Window.Divisor divisor;
  private Matrix x;
  private Matrix y;
  private Matrix dy;
  private Matrix dx;
  private boolean add;
  private boolean apart;

  Pooling(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
    this.wanted = new int[workers.threads()][0];
  }

  private void run(int items, Matrix out, Workers.Task task) {
    double numbers = (double) window.places() * out.rows() * out.columns();
    workers.run(items, numbers > WORTH_THREADS ? 2 : Integer.MAX_VALUE, task);
  }

  void max(Window w, Matrix newX, Matrix newY) {
    window = w;
    x = newX;
    y = newY;
    run(y.rows() / w.out() * w.vertical().out(), y, maxPart);
  }

  /** One row of the output: the maxima of columns, then of these. */
  private void maxPart(int item, int worker) {
    Axis v = window.vertical();
    Axis h = window.horizontal();
    int channels = y.columns();
    int n = h.in() * channels;
    int m = h.out() * channels;
    Scratch s = scratch[worker];
    s.rows(Math.max(n, m));
    int example = item / v.out();
    int oy = item % v.out();
    boolean first = true;
    for (int ky = 0; ky < v.kernel(); ky++) {
      int iy = v.at(oy, ky);
      if (iy < 0 || iy >= v.in()) {
        continue;
      }
      Scratch.load(x, (example * v.in() + iy) * h.in(), h.in(), first ? s.d : s.a);
      if (!first) {
        larger(s.a, s.d, n);
      }
      first = false;
    }
    for (int kx = 0; kx < h.kernel(); kx++) {
      float[] to = kx == 0 ? s.b : s.a;
      ImageRows.loadPlace(h, s.d, 0, channels, channels, kx, Float.NEGATIVE_INFINITY, to);
      if (kx > 0) {
        larger(s.a, s.b, m);
      }
    }
    ImageRows.store(s.b, y, ImageRows.output(window, y, example, oy), h.out(), false);
  }

  private static void larger(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], y[i]);
    }
  }

  void maxGradient(Window w, Matrix newX, Matrix newY, Matrix newDy, double beta, Matrix newDx) {
    window = w;
    x = newX;
    y = newY;
    dy = newDy;
    dx = newDx;
    add = beta != 0;
    apart = apart(w.vertical()) && apart(w.horizontal());
    run(x.rows() / w.in(), y, maxGradientPart);
  }

  /** Whether windows do not overlap. */
  private static boolean apart(Axis a) {
    return a.stride() > (a.kernel() - 1) * a.dilation();
  }

  /** Whether every position is in exactly one window. */
  private static boolean everywhere(Axis a) {
    boolean tiles = a.stride() == a.kernel() && a.dilation() == 1 && a.before() == 0;
    return tiles && a.out() * a.stride() == a.in();
  }

  /** One example: windows may overlap. */
  private void maxGradientPart(int example, int worker) {
    Axis v = window.vertical();
    Axis h = window.horizontal();
    int channels = x.columns();
    int n = h.out() * channels;
    Scratch s = scratch[worker];
    s.rows(n);
    if (!add && !(everywhere(v) && everywhere(h))) {
      clear(example);
    }
    for (int oy = 0; oy < v.out(); oy++) {
      int row = (example * v.out() + oy) * h.out();
      Scratch.load(y, row, h.out(), s.a);
      System.arraycopy(s.a, 0, s.b, 0, n);
      if (!finite(s.a, n)) {
        giveBits(example, oy, worker);
        continue;
      }
      Scratch.load(dy, row, h.out(), s.c);
      for (int ky = 0; ky < v.kernel(); ky++) {
        int iy = v.at(oy, ky);
        if (iy < 0 || iy >= v.in()) {
          continue;
        }
        int to = ImageRows.input(window, dx, example, iy);
        for (int kx = 0; kx < h.kernel(); kx++) {
          ImageRows.load(window, x, example, iy, kx, 1, Float.NEGATIVE_INFINITY, s.a);
          take(s.a, s.b, s.c, n);
          ImageRows.storePlace(h, s.a, dx, to, kx, add || !apart);
        }
      }
    }
  }

  /** Whether all numbers are finite: zero times another is no zero. Overwrites the numbers. */
  private static boolean finite(float[] x, int n) {
    for (int i = 0; i < n; i++) {
      x[i] *= 0f;
    }
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    for (; i < n; i++) {
      s0 += x[i];
    }
    return (s0 + s1) + (s2 + s3) == 0;
  }

  /**
   * Takes what is left of the gradients where x is the maximum. Without a branch, which no
   * processor could foresee: two factors make at least 1 of the smallest difference.
   *
   * @param x the numbers of a place of the windows; receives what they take
   * @param rest what is left, and what is left then
   */
  private static void take(float[] x, float[] maximum, float[] rest, int n) {
    for (int i = 0; i < n; i++) {
      float same = 1f - Math.min(1f, (maximum[i] - x[i]) * 1e30f * 1e30f);
      float taken = rest[i] * same;
      rest[i] -= taken;
      x[i] = taken;
    }
  }

  private void clear(int example) {
    float[] to = FloatArray.of(dx);
    int at = ImageRows.input(window, dx, example, 0);
    int columns = dx.columns();
    if (dx.stride() == columns) {
      Arrays.fill(to, at, at + window.in() * columns, 0f);
      return;
    }
    for (int p = 0; p < window.in(); p++, at += dx.stride()) {
      Arrays.fill(to, at, at + columns, 0f);
    }
  }

  /** One row of the output where a maximum is infinite or not a number: by the bits. */
  private void giveBits(int example, int oy, int worker) {
    int channels = x.columns();
    Axis v = window.vertical();
    Axis h = window.horizontal();
    float[] to = FloatArray.of(dx);
    float[] from = FloatArray.of(dy);
    float[] best = FloatArray.of(y);
    if (wanted[worker].length < channels) {
      wanted[worker] = new int[channels];
    }
    int[] open = wanted[worker];
    int yAt = ImageRows.output(window, y, example, oy);
    int dyAt = ImageRows.output(window, dy, example, oy);
    for (int ox = 0; ox < h.out(); ox++, yAt += y.stride(), dyAt += dy.stride()) {
      for (int c = 0; c < channels; c++) {
        open[c] = Float.floatToRawIntBits(best[yAt + c] + 0f);
      }
      for (int ky = 0; ky < v.kernel(); ky++) {
        int iy = v.at(oy, ky);
        if (iy < 0 || iy >= v.in()) {
          continue;
        }
        int xRow = ImageRows.input(window, x, example, iy);
        int dxRow = ImageRows.input(window, dx, example, iy);
        for (int kx = 0; kx < h.kernel(); kx++) {
          int ix = h.at(ox, kx);
          if (ix >= 0 && ix < h.in()) {
            give(open, xRow + ix * x.stride(), from, dyAt, to, dxRow + ix * dx.stride());
          }
        }
      }
    }
  }

  /**
   * Gives the gradient to the channels whose maximum is here. All ones, a NaN, mark what has been
   * given; adding 0 makes one zero of the two.
   */
  private void give(int[] open, int xAt, float[] from, int dyAt, float[] to, int dxAt) {
    float[] numbers = FloatArray.of(x);
    int channels = x.columns();
    for (int c = 0; c < channels; c++) {
      int difference = Float.floatToRawIntBits(numbers[xAt + c] + 0f) ^ open[c];
      int same = ~((difference | -difference) >> 31);
      to[dxAt + c] += Float.intBitsToFloat(Float.floatToRawIntBits(from[dyAt + c]) & same);
      open[c] |= same;
    }
  }

  void sum(Window w, Window.Divisor newDivisor, Matrix newX, double beta, Matrix newY) {
    window = w;
    divisor = newDivisor;
    x = newX;
    y = newY;
    add = beta != 0;
    run(y.rows() / w.out() * w.vertical().out(), y, sumPart);
  }

  private void sumPart(int item, int worker) {
    int positions = window.horizontal().out();
    int n = positions * y.columns();
    Scratch s = scratch[worker];
    s.rows(n);
    Arrays.fill(s.d, 0, n, 0f);
    int example = item / window.vertical().out();
    int oy = item % window.vertical().out();
    for (int ky = 0; ky < window.vertical().kernel(); ky++) {
      int iy = window.vertical().at(oy, ky);
      if (iy < 0 || iy >= window.vertical().in()) {
        continue;
      }
      for (int kx = 0; kx < window.horizontal().kernel(); kx++) {
        ImageRows.load(window, x, example, iy, kx, 1, 0f, s.a);
        add(s.a, s.d, n);
      }
    }
    if (divisor != Window.Divisor.ONE) {
      for (int ox = 0, i = 0; ox < positions; ox++) {
        float factor = (float) window.factor(divisor, oy, ox);
        for (int c = 0; c < y.columns(); c++, i++) {
          s.d[i] *= factor;
        }
      }
    }
    ImageRows.store(s.d, y, ImageRows.output(window, y, example, oy), positions, add);
  }

  private static void add(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i];
    }
  }

  void sumGradient(Window w, Window.Divisor newDivisor, Matrix newDy, double beta, Matrix newDx) {
    window = w;
    divisor = newDivisor;
    dy = newDy;
    dx = newDx;
    add = beta != 0;
    run(dx.rows() / w.in() * w.vertical().in(), dy, sumGradientPart);
  }

  /** One row of the input. */
  private void sumGradientPart(int item, int worker) {
    Axis v = window.vertical();
    Axis h = window.horizontal();
    int channels = dx.columns();
    int n = h.in() * channels;
    Scratch s = scratch[worker];
    s.rows(n);
    Arrays.fill(s.d, 0, n, 0f);
    int example = item / v.in();
    int iy = item % v.in();
    float[] from = FloatArray.of(dy);
    for (int ky = 0; ky < v.kernel(); ky++) {
      int oy = v.windowOf(iy, ky);
      if (oy < 0) {
        continue;
      }
      int at = ImageRows.output(window, dy, example, oy);
      for (int ox = 0; ox < h.out(); ox++, at += dy.stride()) {
        float factor = (float) window.factor(divisor, oy, ox);
        for (int kx = 0; kx < h.kernel(); kx++) {
          int ix = h.at(ox, kx);
          if (ix >= 0 && ix < h.in()) {
            for (int c = 0; c < channels; c++) {
              s.d[ix * channels + c] += factor * from[at + c];
            }
          }
        }
      }
    }
    ImageRows.store(s.d, dx, ImageRows.input(window, dx, example, iy), h.in(), add);
  }
}
