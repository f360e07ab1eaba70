// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.util.Arrays;

/**
 * The matrix product in plain Java.
 *
 * <pre>
 *   for every panel of at most 512 columns and block of at most 512 inner rows of b:
 *     pack:    its rows into row arrays of their own           (parallel over rows)
 *     compute: for every chunk of rows of c                    (parallel over chunks)
 *                row buffers = beta * c, or the bias
 *                for every 16 packed rows, for every row of the chunk: buffer += four rows a pass
 *                c = row buffers
 * </pre>
 *
 * The sixteen packed rows stay in the first-level cache while the chunk passes over them. The
 * vectors run along the columns of c; where c has few columns but many rows, the transposed product
 * is computed instead. Tiny products are done with scalar loops. Every element of c is summed in
 * the order of the inner index, whatever the way and the number of threads.
 */
final class Gemm extends Product {
  private static final int PANELS = 2;
  private static final int INNER = 512;
  private static final int STRIP = 16;
  private static final int CHUNK = 32;

  /** Nanoseconds of work that are worth waking another thread for. */
  private static final double WORTH_THREADS = 25_000;

  private final Workers workers;
  private final float[][] factors;
  private final float[][][] rowsOf;
  private final Workers.Task packing = this::pack;
  private final Workers.Task computing = this::compute;
  private float[][] packed = new float[0][];

  // The product at hand: element (i, p) of a is at a0 + i * aRow + p * aColumn, and so on.
  private int m;
  private int n;
  private int k;
  private float alpha;
  private float beta;
  private float[] a;
  private int a0;
  private int aRow;
  private int aColumn;
  private float[] b;
  private int b0;
  private int bRow;
  private int bColumn;
  private float[] c;
  private int c0;
  private int cRow;
  private int cColumn;
  private float[] bias;
  private int bias0;
  private int biasRow;
  private int biasColumn;

  // The part at hand: panels of columns, a block of the inner index, chunks of rows.
  private final int[] start = new int[PANELS];
  private final int[] count = new int[PANELS];
  private final int[] width = new int[PANELS];
  private int inner0;
  private int inner;
  private int chunk;
  private int chunks;

  Gemm(Workers workers) {
    this.workers = workers;
    this.factors = new float[workers.threads()][STRIP];
    this.rowsOf = new float[workers.threads()][][];
  }

  @Override
  boolean slowIfNarrow() {
    return true;
  }

  @Override
  void sizes(int m, int n, int k) {
    this.m = m;
    this.n = n;
    this.k = k;
  }

  @Override
  void run(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Place a,
      Place b,
      double beta,
      Place bias,
      Place c) {
    this.alpha = (float) alpha;
    this.beta = (float) beta;
    this.a = a.array;
    this.a0 = a.offset;
    this.aRow = transposeA ? 1 : a.stride;
    this.aColumn = transposeA ? a.stride : 1;
    this.b = b.array;
    this.b0 = b.offset;
    this.bRow = transposeB ? 1 : b.stride;
    this.bColumn = transposeB ? b.stride : 1;
    this.c = c.array;
    this.c0 = c.offset;
    this.cRow = c.stride;
    this.cColumn = 1;
    this.bias = bias == null ? null : bias.array;
    this.bias0 = bias == null ? 0 : bias.offset;
    this.biasRow = 0;
    this.biasColumn = 1;
    this.inner0 = 0;
    if (m == 0 || n == 0) {
      return;
    }
    double scalar = scalarNanos();
    double direct = cost(m, n, bColumn == 1);
    double swapped = cost(n, m, aRow == 1) + 0.5 * m * n;
    if (isScalar(scalar, direct, swapped)) {
      scalar();
      return;
    }
    if (swapped < direct) {
      transpose();
    }
    vector(Math.min(direct, swapped) > WORTH_THREADS);
  }

  /** Nanoseconds of the next product on one thread. */
  double nanos(boolean transposeA, boolean transposeB) {
    double scalar = scalarNanos();
    double direct = cost(m, n, !transposeB);
    double swapped = cost(n, m, transposeA) + 0.5 * m * n;
    return Math.min(scalar, Math.min(direct, swapped));
  }

  /**
   * Whether the next product is that of the transposed matrices, with alpha a factor of b: who
   * computes another part of the same sums must round as this does.
   */
  boolean multipliesB(boolean transposeA, boolean transposeB) {
    double scalar = scalarNanos();
    double direct = cost(m, n, !transposeB);
    double swapped = cost(n, m, transposeA) + 0.5 * m * n;
    return isScalar(scalar, direct, swapped) ? n < 4 && m > n : swapped < direct;
  }

  private boolean isScalar(double scalar, double direct, double swapped) {
    return (double) m * n * k < 256 || scalar < Math.min(direct, swapped);
  }

  private double scalarNanos() {
    return 10 + m * n * 1.5 + (double) m * n * k * 0.3;
  }

  /** Nanoseconds of the vector form for c of rows x columns. */
  private double cost(int rows, int columns, boolean copies) {
    double passes = PanelLoops.nanos(columns);
    double pack = (double) k * columns * (copies ? 0.08 : 0.45) + k * 6.0;
    return 100 + pack + rows * (20 + columns * 0.1 + passes * ((k + 3) / 4));
  }

  /** Turns the product into that of the transposed matrices. */
  private void transpose() {
    float[] array = a;
    a = b;
    b = array;
    int t = a0;
    a0 = b0;
    b0 = t;
    t = aRow;
    aRow = bColumn;
    bColumn = t;
    t = aColumn;
    aColumn = bRow;
    bRow = t;
    t = cRow;
    cRow = cColumn;
    cColumn = t;
    t = m;
    m = n;
    n = t;
    t = biasRow;
    biasRow = biasColumn;
    biasColumn = t;
  }

  private float initial(int i, int j) {
    if (inner0 > 0) {
      return c[c0 + i * cRow + j * cColumn];
    }
    if (bias != null) {
      return bias[bias0 + i * biasRow + j * biasColumn];
    }
    return beta == 0 ? 0 : beta * c[c0 + i * cRow + j * cColumn];
  }

  private void scalar() {
    if (n < 4 && m > n) {
      transpose();
    }
    for (int i = 0; i < m; i++) {
      int j = 0;
      for (; j + 4 <= n; j += 4) {
        scalarFour(i, j);
      }
      for (; j < n; j++) {
        float sum = initial(i, j);
        int at = a0 + i * aRow;
        int bt = b0 + j * bColumn;
        for (int p = 0; p < k; p++, at += aColumn, bt += bRow) {
          sum = PanelLoops.multiplyAdd(alpha * a[at], b[bt], sum);
        }
        c[c0 + i * cRow + j * cColumn] = sum;
      }
    }
  }

  private void scalarFour(int i, int j) {
    float[] x = a;
    float[] y = b;
    float s0 = initial(i, j);
    float s1 = initial(i, j + 1);
    float s2 = initial(i, j + 2);
    float s3 = initial(i, j + 3);
    int at = a0 + i * aRow;
    int bt = b0 + j * bColumn;
    int aStep = aColumn;
    int bStep = bRow;
    int next = bColumn;
    float factor = alpha;
    for (int p = 0; p < k; p++, at += aStep, bt += bStep) {
      float f = factor * x[at];
      s0 = PanelLoops.multiplyAdd(f, y[bt], s0);
      s1 = PanelLoops.multiplyAdd(f, y[bt + next], s1);
      s2 = PanelLoops.multiplyAdd(f, y[bt + 2 * next], s2);
      s3 = PanelLoops.multiplyAdd(f, y[bt + 3 * next], s3);
    }
    int ct = c0 + i * cRow + j * cColumn;
    c[ct] = s0;
    c[ct + cColumn] = s1;
    c[ct + 2 * cColumn] = s2;
    c[ct + 3 * cColumn] = s3;
  }

  private void vector(boolean parallel) {
    int worth = parallel ? 2 : Integer.MAX_VALUE;
    int wanted = parallel ? 4 * workers.threads() : 1;
    for (int from = 0; from < n; ) {
      int panels = 0;
      while (panels < PANELS && from < n) {
        int columns = PanelLoops.width(n - from);
        start[panels] = from;
        count[panels] = Math.min(columns, n - from);
        width[panels++] = columns;
        from += columns;
      }
      chunk = Math.max(4, Math.min(CHUNK, (m * panels + wanted - 1) / wanted));
      chunks = (m + chunk - 1) / chunk;
      inner0 = 0;
      do {
        inner = Math.min(INNER, k - inner0);
        reserve();
        int packs = (inner + STRIP - 1) / STRIP * panels;
        workers.run(packs, inner * (double) n > 60_000 ? worth : packs + 1, packing);
        workers.run(chunks * panels, worth, computing);
        inner0 += inner;
      } while (inner0 < k);
    }
  }

  /** Row arrays for the block at hand and row buffers for all workers. */
  private void reserve() {
    int rows = PANELS * ((inner + STRIP - 1) / STRIP * STRIP);
    if (packed.length < rows) {
      // One after the other, so that all lie at the same place modulo 64 bytes.
      packed = PanelLoops.allocate(rows);
      for (int w = 0; w < rowsOf.length; w++) {
        rowsOf[w] = PanelLoops.allocate(CHUNK);
      }
    }
  }

  /** Packs one strip of one panel. */
  private void pack(int item, int worker) {
    int strips = (inner + STRIP - 1) / STRIP;
    int panel = item / strips;
    int strip = item % strips;
    int first = panel * strips * STRIP + strip * STRIP;
    int from = strip * STRIP;
    int to = Math.min(inner, from + STRIP);
    int columns = count[panel];
    int source = b0 + (inner0 + from) * bRow + start[panel] * bColumn;
    if (bColumn == 1) {
      for (int p = from; p < to; p++, source += bRow) {
        System.arraycopy(b, source, packed[first + p - from], 0, columns);
      }
    } else {
      int p = from;
      for (; p + 8 <= to; p += 8, source += 8 * bRow) {
        packEight(first + p - from, source, columns);
      }
      for (; p < to; p++, source += bRow) {
        float[] row = packed[first + p - from];
        for (int j = 0; j < columns; j++) {
          row[j] = b[source + j * bColumn];
        }
      }
    }
    for (int p = from; p < from + STRIP; p++) {
      float[] row = packed[first + p - from];
      int rest = p < to ? columns : 0;
      if (p < to || p < (to + 3) / 4 * 4) {
        Arrays.fill(row, rest, width[panel], 0f);
      }
    }
  }

  private void packEight(int row, int source, int columns) {
    float[] from = b;
    float[] d0 = packed[row];
    float[] d1 = packed[row + 1];
    float[] d2 = packed[row + 2];
    float[] d3 = packed[row + 3];
    float[] d4 = packed[row + 4];
    float[] d5 = packed[row + 5];
    float[] d6 = packed[row + 6];
    float[] d7 = packed[row + 7];
    int at = source;
    int step = bRow;
    for (int j = 0; j < columns; j++, at += bColumn) {
      d0[j] = from[at];
      d1[j] = from[at + step];
      d2[j] = from[at + 2 * step];
      d3[j] = from[at + 3 * step];
      d4[j] = from[at + 4 * step];
      d5[j] = from[at + 5 * step];
      d6[j] = from[at + 6 * step];
      d7[j] = from[at + 7 * step];
    }
  }

  /** Computes one chunk of rows of one panel. */
  private void compute(int item, int worker) {
    int panel = item / chunks;
    int from = item % chunks * chunk;
    int rows = Math.min(chunk, m - from);
    float[][] buffers = rowsOf[worker];
    float[] factor = factors[worker];
    int columns = count[panel];
    int wide = width[panel];
    for (int r = 0; r < rows; r++) {
      begin(buffers[r], from + r, start[panel], columns, wide);
    }
    int strips = (inner + STRIP - 1) / STRIP;
    for (int strip = 0; strip < strips; strip++) {
      int p0 = strip * STRIP;
      int length = Math.min(STRIP, inner - p0);
      int groups = (length + 3) / 4;
      int first = panel * strips * STRIP + p0;
      for (int r = 0; r < rows; r++) {
        int at = a0 + (from + r) * aRow + (inner0 + p0) * aColumn;
        for (int p = 0; p < length; p++, at += aColumn) {
          factor[p] = alpha * a[at];
        }
        for (int p = length; p < 4 * groups; p++) {
          factor[p] = 0;
        }
        PanelLoops.add(wide, buffers[r], packed, first, factor, 0, groups);
      }
    }
    for (int r = 0; r < rows; r++) {
      finish(buffers[r], from + r, start[panel], columns);
    }
  }

  /** What a row of c starts from. */
  private void begin(float[] buffer, int i, int j0, int columns, int wide) {
    if (cColumn == 1 && (inner0 > 0 || bias == null && beta == 1)) {
      System.arraycopy(c, c0 + i * cRow + j0, buffer, 0, columns);
    } else if (inner0 > 0) {
      for (int j = 0; j < columns; j++) {
        buffer[j] = initial(i, j0 + j);
      }
    } else if (bias != null && biasColumn == 1) {
      System.arraycopy(bias, bias0 + j0, buffer, 0, columns);
    } else if (bias != null) {
      Arrays.fill(buffer, 0, columns, bias[bias0 + i]);
    } else if (beta == 0) {
      Arrays.fill(buffer, 0, columns, 0f);
    } else {
      for (int j = 0; j < columns; j++) {
        buffer[j] = initial(i, j0 + j);
      }
    }
    Arrays.fill(buffer, columns, wide, 0f);
  }

  private void finish(float[] buffer, int i, int j0, int columns) {
    int at = c0 + i * cRow + j0 * cColumn;
    if (cColumn == 1) {
      System.arraycopy(buffer, 0, c, at, columns);
    } else {
      for (int j = 0; j < columns; j++, at += cColumn) {
        c[at] = buffer[j];
      }
    }
  }
}
