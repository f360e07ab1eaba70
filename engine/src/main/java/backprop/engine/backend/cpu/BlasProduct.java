// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.blas.BlasLibrary;
import backprop.engine.backend.blas.Sgemm;

/**
 * The matrix product by a native library, with {@link Gemm} for what is too small to be worth it.
 *
 * <pre>
 *   for every panel of columns, of rows and of the inner index:
 *     copy in:  its parts of a and b, and c, or the bias for every row   (parallel over rows)
 *     multiply: block by block of c, each on one thread                  (parallel over blocks)
 *     copy out: c                                                        (parallel over rows)
 * </pre>
 *
 * The numbers are copied because native code cannot be shown an array of Java without a copy of the
 * whole array or a hold on the garbage collector; the copy takes about a tenth of the time of a
 * product with 128 rows, and less for larger ones.
 *
 * <p>The library uses no threads of its own: those wait for each other in long spins, which a busy
 * neighbor turns into multiples of the time. Blocks depend on the sizes alone, so the result does
 * not depend on the number of threads; but unlike that of {@link Gemm}, a row of the result may
 * change its last bits with the number of rows.
 */
final class BlasProduct extends Product {
  /** Numbers in the part of a matrix that is copied at a time: 8 MB. */
  private static final int MOST = 1 << 21;

  private static final int MOST_COLUMNS = 2048;
  private static final int LEAST_ROWS = 1024;
  private static final int LEAST_INNER = 2048;

  /** Numbers whose copy, on one thread, takes longer than to wake another one. */
  private static final int COPY_TOGETHER = 1 << 16;

  private final Workers workers;
  private final BlasLibrary library;
  private final Gemm java;
  private final BlasCost cost;
  private final BlasGrid grid = new BlasGrid();
  private final Sgemm[] sgemms;
  private final NativePart partOfA = new NativePart();
  private final NativePart partOfB = new NativePart();
  private final NativePart partOfC = new NativePart();
  private final Workers.Task copyingIn = this::copyIn;
  private final Workers.Task multiplying = this::multiply;
  private final Workers.Task copyingOut = this::copyOut;

  // The product at hand.
  private int m;
  private int n;
  private int k;
  private boolean transposeA;
  private boolean transposeB;
  private float alpha;

  // The panels at hand: where their parts of the matrices start.
  private final Place fromA = new Place();
  private final Place fromB = new Place();
  private final Place fromC = new Place();
  private final Place toC = new Place();
  private boolean readsC;
  private int piecesOfA;
  private int piecesOfB;
  private int inner;
  private float beta;

  /**
   * @param workers do the copies and the blocks
   * @param library usable
   * @param cost says which products the library computes
   */
  BlasProduct(Workers workers, BlasLibrary library, BlasCost cost) {
    this.workers = workers;
    this.library = library;
    this.cost = cost;
    this.java = new Gemm(workers);
    this.sgemms = new Sgemm[workers.threads()];
  }

  /**
   * On the vector module where the virtual machine has it, else in plain Java, both with the same
   * result. The products of single steps are small; and the library's could change with the rows
   * that a thread has, and so with the number of threads.
   */
  @Override
  StepProduct steps(Workers workers, int mostRows) {
    VectorBackend vector = new VectorBackend();
    if (vector.preference() < 0 || vector.unusable().isPresent()) {
      return super.steps(workers, mostRows);
    }
    Tiles tiles = VectorBackend.loaded();
    return new StepTiles(workers, mostRows, tiles, new WarmUp(tiles));
  }

  @Override
  void sizes(int m, int n, int k) {
    this.m = m;
    this.n = n;
    this.k = k;
    java.sizes(m, n, k);
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
    if (m == 0 || n == 0 || k == 0 || !cost.worth(m, n, k)) {
      java.run(transposeA, transposeB, alpha, a, b, beta, bias, c);
      return;
    }
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.alpha = (float) alpha;
    for (int j = 0; j < n; j += MOST_COLUMNS) {
      int columns = Math.min(MOST_COLUMNS, n - j);
      int most = Math.max(LEAST_ROWS, MOST / Math.max(columns, Math.min(k, LEAST_INNER)));
      for (int i = 0; i < m; i += most) {
        int rows = Math.min(most, m - i);
        toC.of(c.array, c.offset + i * c.stride + j, c.stride);
        if (bias != null) {
          fromC.of(bias.array, bias.offset + j, 0);
        } else {
          fromC.of(toC.array, toC.offset, toC.stride);
        }
        readsC = bias != null || beta != 0;
        this.beta = bias != null ? 1 : (float) beta;
        panels(a, b, i, rows, j, columns);
      }
    }
  }

  /** Computes the rows and columns of c from here on. */
  private void panels(Place a, Place b, int i, int rows, int j, int columns) {
    int most = Math.max(LEAST_INNER, MOST / Math.max(rows, columns));
    boolean grown = partOfC.size(rows, columns);
    for (int p = 0; p < k; p += most) {
      inner = Math.min(most, k - p);
      if (transposeA) {
        fromA.of(a.array, a.offset + p * a.stride + i, a.stride);
        grown |= partOfA.size(inner, rows);
      } else {
        fromA.of(a.array, a.offset + i * a.stride + p, a.stride);
        grown |= partOfA.size(rows, inner);
      }
      if (transposeB) {
        fromB.of(b.array, b.offset + j * b.stride + p, b.stride);
        grown |= partOfB.size(columns, inner);
      } else {
        fromB.of(b.array, b.offset + p * b.stride + j, b.stride);
        grown |= partOfB.size(inner, columns);
      }
      if (grown || sgemms[0] == null) {
        bind();
        grown = false;
      }
      boolean stays = i > 0 && most >= k; // what the rows before have left of b
      piecesOfA = partOfA.pieces();
      piecesOfB = stays ? 0 : partOfB.pieces();
      int pieces = piecesOfA + piecesOfB + (readsC ? partOfC.pieces() : 0);
      int numbers =
          partOfA.count() + (stays ? 0 : partOfB.count()) + (readsC ? partOfC.count() : 0);
      workers.run(pieces, numbers < COPY_TOGETHER ? pieces + 1 : 2, copyingIn);
      grid.split(rows, columns, inner);
      workers.run(grid.blocks(), 2, multiplying);
      readsC = false;
      beta = 1;
    }
    int pieces = partOfC.pieces();
    workers.run(pieces, partOfC.count() < COPY_TOGETHER ? pieces + 1 : 2, copyingOut);
  }

  private void bind() {
    for (int w = 0; w < sgemms.length; w++) {
      sgemms[w] = library.bind(partOfA.numbers(), partOfB.numbers(), partOfC.numbers());
    }
  }

  private void copyIn(int piece, int worker) {
    if (piece < piecesOfA) {
      partOfA.copyIn(piece, fromA.array, fromA.offset, fromA.stride);
    } else if (piece < piecesOfA + piecesOfB) {
      partOfB.copyIn(piece - piecesOfA, fromB.array, fromB.offset, fromB.stride);
    } else {
      partOfC.copyIn(piece - piecesOfA - piecesOfB, fromC.array, fromC.offset, fromC.stride);
    }
  }

  private void multiply(int block, int worker) {
    int i = grid.row(block);
    int j = grid.column(block);
    int strideOfA = partOfA.stride();
    int strideOfB = partOfB.stride();
    int strideOfC = partOfC.stride();
    sgemms[worker].multiply(
        transposeA,
        transposeB,
        grid.rowsAt(i),
        grid.columnsAt(j),
        inner,
        alpha,
        transposeA ? i : i * strideOfA,
        strideOfA,
        transposeB ? j * strideOfB : j,
        strideOfB,
        beta,
        i * strideOfC + j,
        strideOfC);
  }

  private void copyOut(int piece, int worker) {
    partOfC.copyOut(piece, toC.array, toC.offset, toC.stride);
  }
}
