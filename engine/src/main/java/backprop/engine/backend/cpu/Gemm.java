// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.util.Arrays;

/**
 * The matrix product in plain Java.
 *
 * <pre>
 *   for every panel of at most 512 columns and block of at most 256 inner rows of b:
 *     pack:    its rows into row arrays of their own           (parallel over rows)
 *     compute: for every chunk of rows of c                    (parallel over chunks)
 *                row buffers = beta * c, or the bias
 *                for every 16 packed rows, for every row of the chunk: buffer += four rows a pass
 *                c = row buffers
 * </pre>
 *
 * The sixteen packed rows stay in the first-level cache while the chunk passes over them. The
 * vectors run along the columns of c; where c has few columns but many rows, the transposed product
 * is computed instead. Tiny products are done with scalar loops, those of a row of mostly zeros by
 * {@link RowProduct}. Every element of c is summed in the order of the inner index, whatever the
 * way and the number of threads.
 */
final class Gemm extends Product {
  private static final int INNER = 256;
  private static final int CHUNK = 32;

  /** Numbers of a block of b that are worth packing by several threads. */
  private static final double WORTH_PACKING = 60_000;

  /** Nanoseconds of work that are worth waking another thread for. */
  private static final double WORTH_THREADS = 25_000;

  private final Workers workers;
  private final Panels panels;
  private final RowProduct row;
  private final float[][] factors;
  private final float[][][] buffers;
  private final Workers.Task computing = this::compute;

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

  // The part at hand: a block of the inner index, chunks of rows.
  private int inner0;
  private int inner;
  private int chunk;
  private int chunks;

  Gemm(Workers workers) {
    this.workers = workers;
    this.panels = new Panels(workers);
    this.row = new RowProduct(workers);
    this.factors = new float[workers.threads()][TallLoops.ROWS * Panels.STRIP];
    this.buffers = new float[workers.threads()][][];
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
    if (m == 1 && !transposeB && this.alpha == 1 && row.finds(this.a, a0, aColumn, k)) {
      row();
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

  private void row() {
    for (int j = 0; j < n; j++) {
      c[c0 + j] = initial(0, j);
    }
    row.add(b, b0, bRow, c, c0, n);
  }

  private boolean isScalar(double scalar, double direct, double swapped) {
    return (double) m * n * k < 256 || scalar < Math.min(direct, swapped);
  }

  private double scalarNanos() {
    return 10 + m * n * 1.5 + (double) m * n * k * 0.3;
  }

  /** Nanoseconds of the vector form for c of rows x columns. */
  private double cost(int rows, int columns, boolean copies) {
    double passes = PanelWidths.nanos(columns);
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
          sum = FusedMultiplyAdd.of(alpha * a[at], b[bt], sum);
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
      s0 = FusedMultiplyAdd.of(f, y[bt], s0);
      s1 = FusedMultiplyAdd.of(f, y[bt + next], s1);
      s2 = FusedMultiplyAdd.of(f, y[bt + 2 * next], s2);
      s3 = FusedMultiplyAdd.of(f, y[bt + 3 * next], s3);
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
    panels.of(b, b0, bRow, bColumn);
    for (int from = 0; from < n; ) {
      from = panels.cut(from, n);
      int rows = Math.max(4, Math.min(CHUNK, (m * panels.panels + wanted - 1) / wanted));
      chunk = (rows + TallLoops.ROWS - 1) / TallLoops.ROWS * TallLoops.ROWS;
      chunks = (m + chunk - 1) / chunk;
      inner0 = 0;
      do {
        inner = Math.min(INNER, k - inner0);
        reserve();
        panels.pack(inner0, inner, m, inner * (double) n > WORTH_PACKING && parallel, buffers);
        workers.run(chunks * panels.panels, worth, computing);
        inner0 += inner;
      } while (inner0 < k);
    }
  }

  /** Row arrays for the block at hand and row buffers for all workers. */
  private void reserve() {
    if (panels.reserve(inner)) {
      for (int w = 0; w < buffers.length; w++) {
        buffers[w] = AlignedLoops.allocate(CHUNK);
      }
    }
  }

  /** Computes one chunk of rows of one panel. */
  private void compute(int item, int worker) {
    int panel = item / chunks;
    int from = item % chunks * chunk;
    int rows = Math.min(chunk, m - from);
    float[][] buffer = buffers[worker];
    float[] factor = factors[worker];
    int columns = panels.count[panel];
    int wide = panels.width[panel];
    int start = panels.start[panel];
    TallForm form = panels.form[panel];
    int inFours = form == TallForm.NONE ? 0 : rows / TallLoops.ROWS * TallLoops.ROWS;
    for (int r = 0; r < rows; r++) {
      begin(buffer[r], start + 1, from + r, panels.column[panel], columns, wide);
    }
    int strips = Panels.strips(inner);
    for (int strip = 0; strip < strips; strip++) {
      int p0 = strip * Panels.STRIP;
      int length = Math.min(Panels.STRIP, inner - p0);
      int groups = (length + 3) / 4;
      int first = panel * strips * Panels.STRIP + p0;
      int at = a0 + from * aRow + (inner0 + p0) * aColumn;
      int r = 0;
      for (; r < inFours; r += TallLoops.ROWS) {
        for (int i = 0; i < TallLoops.ROWS; i++, at += aRow) {
          loadOfFour(at, length, 4 * groups, factor, i);
        }
        form.add(wide, start, buffer, r, panels.rows, first, factor, length);
      }
      for (; r < rows; r++, at += aRow) {
        load(at, length, 4 * groups, factor);
        AlignedLoops.add(wide, start, buffer[r], panels.rows, first, factor, 0, groups);
      }
    }
    for (int r = 0; r < rows; r++) {
      finish(buffer[r], start + 1, from + r, panels.column[panel], columns);
    }
  }

  /** Factors from a row of a; zeros behind the last one. */
  private void load(int from, int length, int padded, float[] factor) {
    float[] x = a;
    int step = aColumn;
    float times = alpha;
    int at = from;
    for (int p = 0; p < length; p++, at += step) {
      factor[p] = times * x[at];
    }
    for (int p = length; p < padded; p++) {
      factor[p] = 0;
    }
  }

  /** The same for one of the four rows whose factors {@link TallForm} takes together. */
  private void loadOfFour(int from, int length, int padded, float[] factor, int row) {
    float[] x = a;
    int step = aColumn;
    float times = alpha;
    int at = from;
    int to = row;
    for (int p = 0; p < length; p++, at += step, to += TallLoops.ROWS) {
      factor[to] = times * x[at];
    }
    for (int p = length; p < padded; p++, to += TallLoops.ROWS) {
      factor[to] = 0;
    }
  }

  /** What a row of c starts from. */
  private void begin(float[] buffer, int to, int i, int j0, int columns, int wide) {
    // The number in front is computed for nothing, but not endlessly.
    buffer[to - 1] = 0;
    if (cColumn == 1 && (inner0 > 0 || bias == null && beta == 1)) {
      System.arraycopy(c, c0 + i * cRow + j0, buffer, to, columns);
    } else if (inner0 > 0) {
      for (int j = 0; j < columns; j++) {
        buffer[to + j] = initial(i, j0 + j);
      }
    } else if (bias != null && biasColumn == 1) {
      System.arraycopy(bias, bias0 + j0, buffer, to, columns);
    } else if (bias != null) {
      Arrays.fill(buffer, to, to + columns, bias[bias0 + i]);
    } else if (beta == 0) {
      Arrays.fill(buffer, to, to + columns, 0f);
    } else {
      for (int j = 0; j < columns; j++) {
        buffer[to + j] = initial(i, j0 + j);
      }
    }
    Arrays.fill(buffer, to + columns, to + wide, 0f);
  }

  private void finish(float[] buffer, int from, int i, int j0, int columns) {
    int at = c0 + i * cRow + j0 * cColumn;
    if (cColumn == 1) {
      System.arraycopy(buffer, from, c, at, columns);
    } else {
      for (int j = from; j < from + columns; j++, at += cColumn) {
        c[at] = buffer[j];
      }
    }
  }
}
