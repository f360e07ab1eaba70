// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;

/** Normalization within a row or an example, and dropout of whole channels. */
final class WithinExamples {
  /** Numbers that are worth waking another thread for. */
  private static final int WORTH_THREADS = 20_000;

  /** Rows of one item of work of local response normalization. */
  private static final int ROWS = 64;

  private final Workers workers;
  private final Scratch[] scratch;
  private final Workers.Task responsePart = this::responsePart;
  private final Workers.Task responseGradientPart = this::responseGradientPart;
  private final Workers.Task normalizePart = this::normalizePart;
  private final Workers.Task gradientPart = this::gradientPart;
  private final Workers.Task dropPart = this::dropPart;

  // The call at hand.
  private Matrix x;
  private Matrix y;
  private Matrix scale;
  private Matrix dy;
  private Matrix dx;
  private boolean add;
  private int reach;
  private double offset;
  private double factor;
  private double exponent;
  private int positions;
  private int groups;
  private double epsilon;
  private double rate;
  private long key;

  WithinExamples(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  private void run(int items, Workers.Task task) {
    workers.run(items, x.size() > WORTH_THREADS ? 2 : Integer.MAX_VALUE, task);
  }

  private static int at(Matrix m, int row) {
    return m.offset() + row * m.stride();
  }

  // ---- local response

  void response(
      int newReach,
      double newOffset,
      double newFactor,
      double newExponent,
      Matrix newX,
      Matrix newScale,
      Matrix newY) {
    reach = newReach;
    offset = newOffset;
    factor = newFactor;
    exponent = newExponent;
    x = newX;
    scale = newScale;
    y = newY;
    run((x.rows() + ROWS - 1) / ROWS, responsePart);
  }

  private void responsePart(int item, int worker) {
    float[] from = FloatArray.of(x);
    float[] to = FloatArray.of(y);
    float[] s = FloatArray.of(scale);
    int n = x.columns();
    for (int r = item * ROWS; r < Math.min(x.rows(), (item + 1) * ROWS); r++) {
      int xAt = at(x, r);
      int yAt = at(y, r);
      int sAt = at(scale, r);
      for (int c = 0; c < n; c++) {
        double sum = 0;
        for (int j = Math.max(0, c - reach); j <= Math.min(n - 1, c + reach); j++) {
          sum += (double) from[xAt + j] * from[xAt + j];
        }
        double all = offset + factor * sum;
        s[sAt + c] = (float) all;
        to[yAt + c] = (float) (from[xAt + c] * power(all));
      }
    }
  }

  /** {@code s^-exponent}; roots are ten times faster than powers. */
  private double power(double s) {
    if (exponent == 0.75) {
      double root = Math.sqrt(s);
      return 1 / (root * Math.sqrt(root));
    }
    return exponent == 0.5 ? 1 / Math.sqrt(s) : Math.pow(s, -exponent);
  }

  void responseGradient(
      int newReach,
      double newFactor,
      double newExponent,
      Matrix newX,
      Matrix newScale,
      Matrix newY,
      Matrix newDy,
      double beta,
      Matrix newDx) {
    reach = newReach;
    factor = newFactor;
    exponent = newExponent;
    x = newX;
    scale = newScale;
    y = newY;
    dy = newDy;
    dx = newDx;
    add = beta != 0;
    run((x.rows() + ROWS - 1) / ROWS, responseGradientPart);
  }

  private void responseGradientPart(int item, int worker) {
    Scratch memory = scratch[worker];
    int n = x.columns();
    memory.rows(n);
    float[] ratio = memory.a;
    float[] in = FloatArray.of(x);
    float[] out = FloatArray.of(y);
    float[] s = FloatArray.of(scale);
    float[] from = FloatArray.of(dy);
    float[] to = FloatArray.of(dx);
    for (int r = item * ROWS; r < Math.min(x.rows(), (item + 1) * ROWS); r++) {
      int xAt = at(x, r);
      int yAt = at(y, r);
      int sAt = at(scale, r);
      int dyAt = at(dy, r);
      int dxAt = at(dx, r);
      for (int c = 0; c < n; c++) {
        ratio[c] = from[dyAt + c] * out[yAt + c] / s[sAt + c];
      }
      for (int c = 0; c < n; c++) {
        double sum = 0;
        for (int j = Math.max(0, c - reach); j <= Math.min(n - 1, c + reach); j++) {
          sum += ratio[j];
        }
        double g = from[dyAt + c] * power(s[sAt + c]) - 2 * factor * exponent * in[xAt + c] * sum;
        to[dxAt + c] = (float) (add ? to[dxAt + c] + g : g);
      }
    }
  }

  // ---- groups of channels

  void normalize(int newPositions, int newGroups, double newEpsilon, Matrix newX, Matrix newY) {
    positions = newPositions;
    groups = newGroups;
    epsilon = newEpsilon;
    x = newX;
    y = newY;
    run(x.rows() / positions * groups, normalizePart);
  }

  private double mean(Matrix m, int row, int from, int width) {
    float[] a = FloatArray.of(m);
    double sum = 0;
    for (int p = 0; p < positions; p++) {
      int at = at(m, row + p) + from;
      for (int c = at; c < at + width; c++) {
        sum += a[c];
      }
    }
    return sum / ((double) positions * width);
  }

  private double deviation(int row, int from, int width, double mean) {
    float[] a = FloatArray.of(x);
    double sum = 0;
    for (int p = 0; p < positions; p++) {
      int at = at(x, row + p) + from;
      for (int c = at; c < at + width; c++) {
        sum += (a[c] - mean) * (a[c] - mean);
      }
    }
    return Math.sqrt(sum / ((double) positions * width) + epsilon);
  }

  private void normalizePart(int item, int worker) {
    int width = x.columns() / groups;
    int row = item / groups * positions;
    int from = item % groups * width;
    double mean = mean(x, row, from, width);
    double s = 1 / deviation(row, from, width, mean);
    float[] in = FloatArray.of(x);
    float[] out = FloatArray.of(y);
    for (int p = row; p < row + positions; p++) {
      int xAt = at(x, p) + from;
      int yAt = at(y, p) + from;
      for (int c = 0; c < width; c++) {
        out[yAt + c] = (float) ((in[xAt + c] - mean) * s);
      }
    }
  }

  void normalizeGradient(
      int newPositions,
      int newGroups,
      double newEpsilon,
      Matrix newX,
      Matrix newY,
      Matrix newDy,
      double beta,
      Matrix newDx) {
    positions = newPositions;
    groups = newGroups;
    epsilon = newEpsilon;
    x = newX;
    y = newY;
    dy = newDy;
    dx = newDx;
    add = beta != 0;
    run(x.rows() / positions * groups, gradientPart);
  }

  private void gradientPart(int item, int worker) {
    int width = x.columns() / groups;
    int row = item / groups * positions;
    int from = item % groups * width;
    double s = 1 / deviation(row, from, width, mean(x, row, from, width));
    double shift = mean(dy, row, from, width);
    float[] out = FloatArray.of(y);
    float[] g = FloatArray.of(dy);
    float[] to = FloatArray.of(dx);
    double slope = 0;
    for (int p = row; p < row + positions; p++) {
      int yAt = at(y, p) + from;
      int dyAt = at(dy, p) + from;
      for (int c = 0; c < width; c++) {
        slope += (double) g[dyAt + c] * out[yAt + c];
      }
    }
    slope /= (double) positions * width;
    for (int p = row; p < row + positions; p++) {
      int yAt = at(y, p) + from;
      int dyAt = at(dy, p) + from;
      int dxAt = at(dx, p) + from;
      for (int c = 0; c < width; c++) {
        double d = (g[dyAt + c] - shift - out[yAt + c] * slope) * s;
        to[dxAt + c] = (float) (add ? to[dxAt + c] + d : d);
      }
    }
  }

  // ---- dropout

  void drop(int newPositions, Matrix newX, double newRate, long newKey, double beta, Matrix newY) {
    positions = newPositions;
    x = newX;
    y = newY;
    rate = newRate;
    key = newKey;
    add = beta != 0;
    run(x.rows() / positions, dropPart);
  }

  private void dropPart(int example, int worker) {
    int n = x.columns();
    Scratch s = scratch[worker];
    s.rows(n);
    double threshold = rate * 0x1.0p32;
    for (int c = 0; c < n; c++) {
      int bits = RandomStream.bits((int) key, (int) (key >>> 32), example * n + c);
      s.a[c] = Integer.toUnsignedLong(bits) >= threshold ? (float) (1 / (1 - rate)) : 0f;
    }
    float[] in = FloatArray.of(x);
    float[] out = FloatArray.of(y);
    for (int p = example * positions; p < (example + 1) * positions; p++) {
      int xAt = at(x, p);
      int yAt = at(y, p);
      for (int c = 0; c < n; c++) {
        float kept = s.a[c] == 0 ? 0 : s.a[c] * in[xAt + c];
        out[yAt + c] = add ? out[yAt + c] + kept : kept;
      }
    }
  }
}
