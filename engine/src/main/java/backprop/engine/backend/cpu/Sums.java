// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import java.util.Arrays;

/**
 * Reductions. Sums over everything are split into parts of a fixed number of elements and sums over
 * rows into parts of a fixed number of rows, whatever the number of threads; the parts are added in
 * order, in double precision. Inside, a few floats are added side by side in float, because a loop
 * that converts to double is not vectorized: 16 numbers of a sum over everything, 64 of a sum over
 * rows.
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

  /** Products, such as a minibatch's losses and weights, too few to be worth lanes. */
  private static final int FEW = 128;

  /** Elements of a sum over everything before it goes on in double: 16 numbers side by side. */
  private static final int GROUP = 16 * SUM_WIDTH;

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
    Scratch s = scratch[worker];
    int from = item * PART;
    int to = Math.min(a.size(), from + PART);
    if (to - from <= FEW && what == DOT && a.contiguous() && b.contiguous()) {
      partial[item] = few(FloatArray.of(a), FloatArray.of(b), from, to);
      return;
    }
    int lanes = Math.min(SUM_WIDTH, to - from);
    double sum = 0;
    for (int g = from; g < to; g += GROUP) {
      int end = Math.min(to, g + GROUP);
      Arrays.fill(s.e, 0, SUM_WIDTH, 0f);
      for (int i = g; i < end; i += SUM_WIDTH) {
        int stop = Math.min(end, i + SUM_WIDTH);
        Scratch.loadRange(a, i, stop, s.a);
        if (stop - i < SUM_WIDTH) {
          Arrays.fill(s.a, stop - i, SUM_WIDTH, 0f);
        }
        if (what == ABSOLUTE) {
          addAbsolutes(s.a, s.e);
        } else if (what == NOT_FINITE) {
          addZeros(s.a, s.e);
        } else {
          float[] other = s.a;
          if (b != a) {
            other = s.b;
            Scratch.loadRange(b, i, stop, other);
            if (stop - i < SUM_WIDTH) {
              Arrays.fill(other, stop - i, SUM_WIDTH, 0f);
            }
          }
          addProducts(s.a, other, s.e);
        }
      }
      sum += fold(s.e, lanes);
    }
    partial[item] = sum;
  }

  /** The same as below, bit by bit, where there is one product for each lane. */
  private double few(float[] x, float[] y, int from, int to) {
    int i = a.offset() + from;
    int j = b.offset() + from;
    int end = a.offset() + to;
    double s0 = 0;
    double s1 = 0;
    for (; i + 2 <= end; i += 2, j += 2) {
      s0 += x[i] * y[j];
      s1 += x[i + 1] * y[j + 1];
    }
    return i < end ? s0 + s1 + x[i] * y[j] : s0 + s1;
  }

  private static double fold(float[] x, int count) {
    double s0 = 0;
    double s1 = 0;
    int i = 0;
    for (; i + 2 <= count; i += 2) {
      s0 += x[i];
      s1 += x[i + 1];
    }
    return i < count ? s0 + s1 + x[i] : s0 + s1;
  }

  private static void addProducts(float[] x, float[] y, float[] sum) {
    for (int i = 0; i < SUM_WIDTH; i++) {
      sum[i] += x[i] * y[i];
    }
  }

  private static void addAbsolutes(float[] x, float[] sum) {
    for (int i = 0; i < SUM_WIDTH; i++) {
      sum[i] += Math.abs(x[i]);
    }
  }

  /** Zero times infinity or NaN is NaN, and stays it in a sum: no branch in the loop. */
  private static void addZeros(float[] x, float[] sum) {
    for (int i = 0; i < SUM_WIDTH; i++) {
      sum[i] += 0f * x[i];
    }
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
