// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.SparseMatrix;

/**
 * Products of sparse rows with dense weights, in float. With usual row u and differences D, {@code
 * x * w = D * w + 1 * (u * w)}, so the usual row costs one row instead of all; its gradient is
 * {@code D' * dy + u' * (sum over rows of dy)}.
 *
 * <p>Divided by columns of the weights: each thread adds up its own columns in the order of the
 * stored elements.
 */
final class SparseProducts {
  /** Columns of an item: what a row of weights has of them fills a few cache lines. */
  private static final int COLUMNS = 64;

  /** Least multiplications that are worth a thread. */
  private static final long WORTH = 32 * 1024;

  /** Numbers that are added in float before they go on in double. */
  private static final int PART = 64;

  private final Workers workers;
  private final Scratch[] scratch;
  private final Workers.Task affinePart = this::affinePart;
  private final Workers.Task gradientPart = this::gradientPart;

  // The call at hand.
  private SparseMatrix x;
  private Matrix weights;
  private Matrix bias;
  private Matrix values;
  private double beta;
  private int width;

  SparseProducts(Workers workers) {
    this.workers = workers;
    this.scratch = Scratch.forAll(workers);
  }

  void affine(SparseMatrix sparse, Matrix w, Matrix b, Matrix y) {
    x = sparse;
    weights = w;
    bias = b;
    values = y;
    run(affinePart);
  }

  void gradient(SparseMatrix sparse, Matrix dy, double factor, Matrix dw) {
    x = sparse;
    weights = dw;
    values = dy;
    beta = factor;
    run(gradientPart);
  }

  /** The width of an item has no influence on any number, so it may depend on the threads. */
  private void run(Workers.Task part) {
    int columns = weights.columns();
    int each = (columns + workers.threads() - 1) / workers.threads();
    width = Math.max(1, Math.min(COLUMNS, (each + 15) / 16 * 16));
    int items = (columns + width - 1) / width;
    long work = (long) (x.stored() + weights.rows()) * columns;
    workers.run(items, work < 2 * WORTH ? items + 1 : 2, part);
  }

  private void affinePart(int item, int worker) {
    Scratch s = scratch[worker];
    int first = item * width;
    int count = Math.min(width, weights.columns() - first);
    usual(s, first, count);
    float[] sums = s.a;
    float[] start = s.c;
    for (int c = 0; c < count; c++) {
      start[c] = (float) s.sums[c];
    }
    float[] w = FloatArray.of(weights);
    float[] y = FloatArray.of(values);
    int[] starts = x.starts();
    int[] indices = x.indices();
    float[] differences = x.differences();
    for (int r = 0; r < values.rows(); r++) {
      System.arraycopy(start, 0, sums, 0, count);
      for (int i = starts[r]; i < starts[r + 1]; i++) {
        add(
            differences[i],
            w,
            weights.offset() + indices[i] * weights.stride() + first,
            sums,
            count);
      }
      System.arraycopy(sums, 0, y, values.offset() + r * values.stride() + first, count);
    }
  }

  /** The usual row's product with the weights, and the bias, as sums in double. */
  private void usual(Scratch s, int first, int count) {
    double[] sums = s.sums;
    float[] part = s.a;
    float[] w = FloatArray.of(weights);
    float[] usual = FloatArray.of(x.usual());
    int at = x.usual().offset();
    for (int c = 0; c < count; c++) {
      sums[c] = bias == null ? 0 : FloatArray.of(bias)[bias.offset() + first + c];
      part[c] = 0;
    }
    for (int from = 0; from < x.columns(); from += PART) {
      int to = Math.min(x.columns(), from + PART);
      boolean any = false;
      for (int j = from; j < to; j++) {
        float u = usual[at + j];
        if (u != 0) {
          add(u, w, weights.offset() + j * weights.stride() + first, part, count);
          any = true;
        }
      }
      for (int c = 0; any && c < count; c++) {
        sums[c] += part[c];
        part[c] = 0;
      }
    }
  }

  private static void add(float factor, float[] from, int at, float[] to, int count) {
    for (int c = 0; c < count; c++) {
      to[c] += factor * from[at + c];
    }
  }

  private void gradientPart(int item, int worker) {
    Scratch s = scratch[worker];
    int first = item * width;
    int count = Math.min(width, weights.columns() - first);
    float[] dw = FloatArray.of(weights);
    float[] dy = FloatArray.of(values);
    sumRows(s, first, count);
    float[] sums = s.a;
    float[] usual = FloatArray.of(x.usual());
    for (int j = 0; j < x.columns(); j++) {
      float u = usual[x.usual().offset() + j];
      int to = weights.offset() + j * weights.stride() + first;
      if (beta == 0) {
        put(u, sums, dw, to, count);
      } else if (u != 0) {
        addTo(u, sums, dw, to, count);
      }
    }
    int[] starts = x.starts();
    int[] indices = x.indices();
    float[] differences = x.differences();
    float[] row = s.b;
    for (int r = 0; r < values.rows(); r++) {
      System.arraycopy(dy, values.offset() + r * values.stride() + first, row, 0, count);
      for (int i = starts[r]; i < starts[r + 1]; i++) {
        int to = weights.offset() + indices[i] * weights.stride() + first;
        addTo(differences[i], row, dw, to, count);
      }
    }
  }

  /** The sum over the rows of dy. */
  private void sumRows(Scratch s, int first, int count) {
    float[] dy = FloatArray.of(values);
    double[] sums = s.sums;
    for (int c = 0; c < count; c++) {
      sums[c] = 0;
    }
    for (int r = 0; r < values.rows(); r++) {
      int from = values.offset() + r * values.stride() + first;
      for (int c = 0; c < count; c++) {
        sums[c] += dy[from + c];
      }
    }
    for (int c = 0; c < count; c++) {
      s.a[c] = (float) sums[c];
    }
  }

  private static void put(float factor, float[] from, float[] to, int at, int count) {
    for (int c = 0; c < count; c++) {
      to[at + c] = factor * from[c];
    }
  }

  private static void addTo(float factor, float[] from, float[] to, int at, int count) {
    for (int c = 0; c < count; c++) {
      to[at + c] += factor * from[c];
    }
  }
}
