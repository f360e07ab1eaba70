// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.util.Arrays;

/**
 * The matrix product on {@link Tiles}, after Goto and van de Geijn, "Anatomy of High-Performance
 * Matrix Multiplication" (2008).
 *
 * <pre>
 *   for every panel of columns and block of inner rows of b:
 *     pack:    the panel into slivers as wide as a tile          (parallel over slivers)
 *     compute: for every chunk of rows of c                      (parallel over chunks)
 *                pack those rows of a
 *                for every sliver, for every tile of the chunk: c = start + a * b
 * </pre>
 *
 * A sliver of b stays in the first-level cache while the rows of the chunk pass over it; the panel
 * and the chunk stay in the second. Small products, and all as long as the tiles are not compiled,
 * are those of {@link Gemm}: both sum every element in the order of the inner index with the same
 * roundings, so the result does not depend on who computes it.
 */
final class VectorProduct extends Product {
  private static final int COLUMNS = 1024;
  private static final int INNER = 256;
  private static final int CHUNK = 64;

  /** Nanoseconds of work that are worth waking another thread for. */
  private static final double WORTH_THREADS = 25_000;

  private final Workers workers;
  private final Tiles tiles;
  private final WarmUp warmUp;
  private final Gemm gemm;
  private final float[][] packedA;
  private final float[][] edges;
  private final float[] zeros;
  private final Workers.Task packing = this::pack;
  private final Workers.Task computing = this::compute;
  private float[] packedB = new float[0];

  // The product at hand: element (i, p) of a is at a0 + i * aRow + p * aColumn, and so on.
  private int m;
  private int n;
  private int k;
  private float alphaOfA;
  private float alphaOfB;
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

  // What c starts from: its own old content, the bias, or zeros.
  private float[] start;
  private int start0;
  private int startStep;
  private int startColumn;

  // The part at hand.
  private int panel0;
  private int panel;
  private int inner0;
  private int inner;
  private int chunk;
  private int split;
  private int slivers;

  VectorProduct(Workers workers, Tiles tiles, WarmUp warmUp) {
    this.workers = workers;
    this.tiles = tiles;
    this.warmUp = warmUp;
    this.gemm = new Gemm(workers);
    this.packedA = new float[workers.threads()][];
    this.edges = new float[workers.threads()][tiles.rows() * tiles.columns()];
    this.zeros = new float[tiles.columns()];
  }

  @Override
  StepProduct steps(Workers workers, int mostRows) {
    return new StepTiles(workers, mostRows, tiles, warmUp);
  }

  @Override
  void sizes(int m, int n, int k) {
    this.m = m;
    this.n = n;
    this.k = k;
    gemm.sizes(m, n, k);
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
    double nanos = nanos(transposeA, transposeB);
    if (k == 0 || nanos >= gemm.nanos(transposeA, transposeB) || !warmUp.done()) {
      gemm.run(transposeA, transposeB, alpha, a, b, beta, bias, c);
    } else {
      onTiles(transposeA, transposeB, alpha, a, b, beta, bias, c, nanos > WORTH_THREADS);
    }
  }

  /** Computes on tiles, whatever it costs; the inner index is at least 1 long. */
  void onTiles(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Place a,
      Place b,
      double beta,
      Place bias,
      Place c,
      boolean parallel) {
    if (m == 0 || n == 0) {
      return;
    }
    boolean ofB = alpha != 1 && gemm.multipliesB(transposeA, transposeB);
    this.alphaOfA = ofB ? 1 : (float) alpha;
    this.alphaOfB = ofB ? (float) alpha : 1;
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
    begin((float) beta, bias);
    multiply(parallel);
  }

  /** Nanoseconds of this way on one thread. */
  private double nanos(boolean transposeA, boolean transposeB) {
    int wide = tiles.columns();
    int last = n % wide;
    double slivers = n / wide + (last == 0 ? 0 : tiles.width(last) == wide ? 1 : 0.7);
    int high = tiles.rows();
    int lastRows = m % high;
    double strips = m / high + (lastRows == 0 ? 0 : tiles.height(lastRows) == high ? 1 : 0.65);
    double packB = (transposeB ? 0.45 : 0.1) * n;
    double packA = (transposeA ? 0.1 : 0.3) * m;
    return 300 + k * (packA + packB) + strips * slivers * (25 + 3.2 * k);
  }

  /** What the first block of the inner index starts from. */
  private void begin(float beta, Place bias) {
    if (bias != null) {
      start = bias.array;
      start0 = bias.offset;
      startStep = 0;
      startColumn = 1;
    } else if (beta == 0) {
      start = zeros;
      start0 = 0;
      startStep = 0;
      startColumn = 0;
    } else {
      continueFromResult();
      for (int i = 0; beta != 1 && i < m; i++) {
        for (int j = c0 + i * cRow; j < c0 + i * cRow + n; j++) {
          c[j] *= beta;
        }
      }
    }
  }

  private void continueFromResult() {
    start = c;
    start0 = c0;
    startStep = cRow;
    startColumn = 1;
  }

  private void multiply(boolean parallel) {
    int worth = parallel ? 2 : Integer.MAX_VALUE;
    int blocks = (k + INNER - 1) / INNER;
    int longest = (k + blocks - 1) / blocks;
    int high = tiles.rows();
    int wide = tiles.columns();
    reserve(longest);
    for (inner0 = 0; inner0 < k; inner0 += longest) {
      inner = Math.min(longest, k - inner0);
      for (panel0 = 0; panel0 < n; panel0 += COLUMNS) {
        panel = Math.min(COLUMNS, n - panel0);
        slivers = (panel + wide - 1) / wide;
        shape(parallel ? 4 * workers.threads() : 1, high);
        workers.run(slivers, inner * (double) panel > 60_000 ? worth : Integer.MAX_VALUE, packing);
        workers.run((m + chunk - 1) / chunk * split, worth, computing);
      }
      continueFromResult();
    }
  }

  /** Chooses the rows of a chunk, and among how many items its slivers are split. */
  private void shape(int wanted, int high) {
    int rows = (m + wanted - 1) / wanted;
    chunk = Math.min(CHUNK, Math.max(2, (rows + high - 1) / high) * high);
    int chunks = (m + chunk - 1) / chunk;
    split = Math.max(1, Math.min((wanted + chunks - 1) / chunks, slivers / 4));
  }

  private void reserve(int longest) {
    int wide = tiles.columns();
    int most = (Math.min(n, COLUMNS) + wide - 1) / wide * wide * longest;
    if (packedB.length < most) {
      packedB = new float[most];
    }
    if (packedA[0] == null) {
      for (int w = 0; w < packedA.length; w++) {
        packedA[w] = new float[CHUNK * INNER];
      }
    }
  }

  /** Packs one sliver of b. */
  private void pack(int sliver, int worker) {
    int from = panel0 + sliver * tiles.columns();
    int columns = Math.min(tiles.columns(), panel0 + panel - from);
    int at = b0 + inner0 * bRow + from * bColumn;
    int to = sliver * tiles.columns() * inner;
    pack(alphaOfB, b, at, bColumn, bRow, columns, tiles.width(columns), packedB, to);
  }

  /**
   * Packs {@code count} vectors side by side, element by element, with zeros up to {@code width}.
   *
   * @param next from a vector to the next one
   * @param step from an element of a vector to its next
   */
  private void pack(
      float factor,
      float[] from,
      int from0,
      int next,
      int step,
      int count,
      int width,
      float[] to,
      int to0) {
    if (next == 1 && count == width) {
      tiles.copy(factor, from, from0, step, inner, width, to, to0);
      return;
    }
    if (step == 1 && count == width) {
      tiles.transpose(factor, from, from0, next, inner, width, to, to0);
      return;
    }
    int v = 0;
    for (; v + 4 <= count; v += 4) {
      packFour(factor, from, from0 + v * next, next, step, width, to, to0 + v);
    }
    for (; v < count; v++) {
      int at = from0 + v * next;
      int end = to0 + v + inner * width;
      for (int t = to0 + v; t < end; t += width, at += step) {
        to[t] = factor * from[at];
      }
    }
    if (count < width) {
      for (int p = 0, t = to0; p < inner; p++, t += width) {
        Arrays.fill(to, t + count, t + width, 0f);
      }
    }
  }

  private void packFour(
      float factor, float[] from, int from0, int next, int step, int width, float[] to, int to0) {
    int at = from0;
    int two = 2 * next;
    int three = 3 * next;
    for (int p = 0, t = to0; p < inner; p++, t += width, at += step) {
      to[t] = factor * from[at];
      to[t + 1] = factor * from[at + next];
      to[t + 2] = factor * from[at + two];
      to[t + 3] = factor * from[at + three];
    }
  }

  /** Computes one chunk of rows by some of the slivers. */
  private void compute(int item, int worker) {
    int high = tiles.rows();
    int from = item / split * chunk;
    int to = Math.min(m, from + chunk);
    float[] packed = packedA[worker];
    for (int i = from, at = 0; i < to; i += high, at += high * inner) {
      int source = a0 + i * aRow + inner0 * aColumn;
      pack(alphaOfA, a, source, aRow, aColumn, Math.min(high, to - i), high, packed, at);
    }
    int part = item % split;
    int last = (int) ((long) slivers * (part + 1) / split);
    for (int s = (int) ((long) slivers * part / split); s < last; s++) {
      int columns = Math.min(tiles.columns(), panel - s * tiles.columns());
      int j = panel0 + s * tiles.columns();
      int width = tiles.width(columns);
      for (int i = from, at = 0; i < to; i += high, at += high * inner) {
        int rows = Math.min(high, to - i);
        int height = tiles.height(rows);
        int b = s * tiles.columns() * inner;
        if (rows == height && columns == width) {
          whole(height, width, packed, at, b, i, j);
        } else {
          edge(rows, columns, height, width, packed, at, b, i, j, edges[worker]);
        }
      }
    }
  }

  private void whole(int height, int width, float[] packed, int at, int sliver, int i, int j) {
    int first = start0 + i * startStep + j * startColumn;
    int to = c0 + i * cRow + j;
    tiles.multiply(
        height, width, inner, packed, at, packedB, sliver, start, first, startStep, c, to, cRow);
  }

  /** A tile that reaches beyond c is computed in memory of its own. */
  private void edge(
      int rows,
      int columns,
      int height,
      int width,
      float[] packed,
      int at,
      int sliver,
      int i,
      int j,
      float[] tile) {
    int first = start0 + i * startStep + j * startColumn;
    for (int r = 0; r < rows; r++) {
      Scratch.copy(start, first + r * startStep, tile, r * width, columns);
    }
    tiles.multiply(
        height, width, inner, packed, at, packedB, sliver, tile, 0, width, tile, 0, width);
    int to = c0 + i * cRow + j;
    for (int r = 0; r < rows; r++) {
      Scratch.copy(tile, r * width, c, to + r * cRow, columns);
    }
  }
}
