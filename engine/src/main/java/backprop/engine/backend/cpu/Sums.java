// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import java.util.Arrays;

/**
 * Reductions. Sums over everything are split into parts of a fixed number of elements and sums over
 * rows into parts of a fixed number of rows, whatever the number of threads; the parts are added in
 * order, in double precision.
 */
final class Sums {
  private static final int PART = 16 * Scratch.BLOCK;

  /** Items worth more than waking a thread: a hundred thousand elements. */
  private static final int WORTH_THREADS = 6;

  private static final int DOT = 0;
  private static final int ABSOLUTE = 1;
  private static final int NOT_FINITE = 2;

  /** Numbers whose sum stays in float before it goes on in double. */
  private static final int FLOAT_ROWS = 64;

  /** Sums that run side by side: enough for long vectors, few enough to be added up at the end. */
  private static final int SUM_WIDTH = 256;

  private final Workers workers;
  private final Scratch[] scratch;
  private final Workers.Task elementsPart = this::elementsPart;
  private final Workers.Task rowsPart = this::rowsPart;
  private Matrix a;
  private Matrix b;
  private Matrix center;
  private int what;
  private int partRows;
  private double[] partial = new double[64];

  Sums(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  private double[] reserve(int size) {
    if (partial.length < size) {
      partial = new double[size + size / 4];
    }
    return partial;
  }

  double dot(Matrix x, Matrix y) {
    return elements(x, y, DOT);
  }

  double absolutes(Matrix x) {
    return elements(x, x, ABSOLUTE);
  }

  boolean allFinite(Matrix x) {
    return elements(x, x, NOT_FINITE) == 0;
  }

  private double elements(Matrix x, Matrix y, int kind) {
    a = x;
    b = y;
    what = kind;
    int parts = (x.size() + PART - 1) / PART;
    reserve(parts);
    workers.run(parts, WORTH_THREADS, elementsPart);
    double sum = 0;
    for (int i = 0; i < parts; i++) {
      sum += partial[i];
    }
    return sum;
  }

  private void elementsPart(int item, int worker) {
    int from = item * PART;
    int to = Math.min(a.size(), from + PART);
    int columns = a.columns();
    if (a.contiguous() && b.contiguous()) {
      partial[item] = piece(a.offset() + from, b.offset() + from, to - from);
      return;
    }
    double sum = 0;
    for (int i = from; i < to; ) {
      int row = i / columns;
      int column = i % columns;
      int count = Math.min(columns - column, to - i);
      int at = a.offset() + row * a.stride() + column;
      sum += piece(at, b.offset() + row * b.stride() + column, count);
      i += count;
    }
    partial[item] = sum;
  }

  private double piece(int at, int bt, int count) {
    float[] x = FloatArray.of(a);
    return switch (what) {
      case DOT -> dot(x, at, FloatArray.of(b), bt, count);
      case ABSOLUTE -> absolutes(x, at, count);
      default -> allFinite(x, at, count) ? 0 : 1;
    };
  }

  private static double dot(float[] x, int at, float[] y, int bt, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      s0 += (double) x[at + i] * y[bt + i];
      s1 += (double) x[at + i + 1] * y[bt + i + 1];
      s2 += (double) x[at + i + 2] * y[bt + i + 2];
      s3 += (double) x[at + i + 3] * y[bt + i + 3];
    }
    for (; i < count; i++) {
      s0 += (double) x[at + i] * y[bt + i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double absolutes(float[] x, int at, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      s0 += Math.abs(x[at + i]);
      s1 += Math.abs(x[at + i + 1]);
      s2 += Math.abs(x[at + i + 2]);
      s3 += Math.abs(x[at + i + 3]);
    }
    for (; i < count; i++) {
      s0 += Math.abs(x[at + i]);
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static boolean allFinite(float[] x, int at, int count) {
    // Zero times infinity or NaN is NaN, and stays it in a sum: no branch in the loop.
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      s0 += 0f * x[at + i];
      s1 += 0f * x[at + i + 1];
      s2 += 0f * x[at + i + 2];
      s3 += 0f * x[at + i + 3];
    }
    for (; i < count; i++) {
      s0 += 0f * x[at + i];
    }
    return (s0 + s1) + (s2 + s3) == 0;
  }

  /**
   * Sums over the rows of x, or of x * y, or of (x - center)^2, column by column.
   *
   * @param y null for a plain sum
   * @param middle 1 x columns, null unless squares are wanted
   * @return an array whose first elements are the sums; valid until the next call
   */
  double[] overRows(Matrix x, Matrix y, Matrix middle) {
    a = x;
    b = y;
    center = middle;
    int columns = x.columns();
    partRows = Math.max(1, 4 * PART / Math.max(1, columns));
    int parts = Math.max(1, (x.rows() + partRows - 1) / partRows);
    reserve(Math.multiplyExact(parts, Math.max(1, columns)));
    workers.run(parts, 2, rowsPart);
    for (int p = 1; p < parts; p++) {
      for (int j = 0; j < columns; j++) {
        partial[j] += partial[p * columns + j];
      }
    }
    return partial;
  }

  private void rowsPart(int item, int worker) {
    Scratch s = scratch[worker];
    int columns = a.columns();
    int from = item * partRows;
    int to = Math.min(a.rows(), from + partRows);
    int side = SUM_WIDTH / Math.max(1, columns);
    int block = Math.max(1, Math.min(Math.min(s.rows(columns), side), to - from));
    int width = block * columns;
    double[] sums = partial;
    int base = item * columns;
    Arrays.fill(sums, base, base + columns, 0);
    if (center != null) {
      Scratch.tile(center, block, s.c);
    }
    int group = FLOAT_ROWS * block;
    for (int g = from; g < to; g += group) {
      int end = Math.min(to, g + group);
      Arrays.fill(s.e, 0, width, 0f);
      for (int r = g; r < end; r += block) {
        int rows = Math.min(block, end - r);
        addBlock(s, r, rows, rows * columns);
      }
      for (int r = 0; r < block; r++) {
        for (int j = 0; j < columns; j++) {
          sums[base + j] += s.e[r * columns + j];
        }
      }
    }
  }

  private void addBlock(Scratch s, int row, int rows, int n) {
    Scratch.load(a, row, rows, s.a);
    if (b != null) {
      Scratch.load(b, row, rows, s.b);
      addProducts(s.a, s.b, s.e, n);
    } else if (center != null) {
      addSquares(s.a, s.c, s.e, n);
    } else {
      add(s.a, s.e, n);
    }
  }

  private static void add(float[] x, float[] sum, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += x[i];
    }
  }

  private static void addProducts(float[] x, float[] y, float[] sum, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += x[i] * y[i];
    }
  }

  private static void addSquares(float[] x, float[] middle, float[] sum, int n) {
    for (int i = 0; i < n; i++) {
      float d = x[i] - middle[i];
      sum[i] += d * d;
    }
  }
}
