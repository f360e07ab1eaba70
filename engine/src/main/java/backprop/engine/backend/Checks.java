// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * What every implementation of {@link Kernels} checks before it computes: one method per kernel, so
 * that all backends accept and refuse the same calls with the same sentence.
 */
public final class Checks {
  private Checks() {}

  /** For {@link Kernels#gemm}. */
  public static void gemm(boolean transposeA, boolean transposeB, Matrix a, Matrix b, Matrix c) {
    int m = transposeA ? a.columns() : a.rows();
    int k = transposeA ? a.rows() : a.columns();
    int kb = transposeB ? b.columns() : b.rows();
    int n = transposeB ? b.rows() : b.columns();
    if (k != kb || m != c.rows() || n != c.columns()) {
      throw new IllegalArgumentException(
          "gemm: "
              + size(a)
              + (transposeA ? " transposed" : "")
              + " times "
              + size(b)
              + (transposeB ? " transposed" : "")
              + " into "
              + size(c)
              + " do not fit");
    }
  }

  /** For {@link Kernels#affine}; the bias may be null. */
  public static void affine(Matrix x, Matrix w, Matrix bias, Matrix y) {
    fit(
        x.columns() == w.rows()
            && y.rows() == x.rows()
            && y.columns() == w.columns()
            && (bias == null || isRowOf(bias, y)),
        "affine",
        x,
        w,
        bias,
        y);
  }

  /** For {@link TableKernels#sparseAffine}; the bias may be null. */
  public static void sparseAffine(SparseMatrix x, Matrix w, Matrix bias, Matrix y) {
    if (x.columns() != w.rows()
        || y.rows() != x.rows()
        || y.columns() != w.columns()
        || (bias != null && !isRowOf(bias, y))) {
      fit(false, "sparseAffine of " + x, w, bias, y, null);
    }
  }

  /** For {@link TableKernels#sparseGradient}. */
  public static void sparseGradient(SparseMatrix x, Matrix dy, Matrix dw) {
    if (x.columns() != dw.rows() || dy.rows() != x.rows() || dy.columns() != dw.columns()) {
      fit(false, "sparseGradient of " + x, dy, dw, null, null);
    }
  }

  /** Two matrices of the same size. */
  public static void same(String method, Matrix a, Matrix b) {
    fit(isSame(a, b), method, a, b, null, null);
  }

  /** Three matrices of the same size. */
  public static void same(String method, Matrix a, Matrix b, Matrix c) {
    fit(isSame(a, b) && isSame(a, c), method, a, b, c, null);
  }

  /** Four matrices of the same size. */
  public static void same(String method, Matrix a, Matrix b, Matrix c, Matrix d) {
    fit(isSame(a, b) && isSame(a, c) && isSame(a, d), method, a, b, c, d);
  }

  /** A matrix, a 1 x columns row, and an output of the matrix's size. */
  public static void withRow(String method, Matrix x, Matrix row, Matrix y) {
    fit(isSame(x, y) && isRowOf(row, x), method, x, row, y, null);
  }

  /** A matrix and a 1 x columns row. */
  public static void row(String method, Matrix x, Matrix row) {
    fit(isRowOf(row, x), method, x, row, null, null);
  }

  /** Two matrices of the same size and a 1 x columns row. */
  public static void rowOfTwo(String method, Matrix a, Matrix b, Matrix row) {
    fit(isSame(a, b) && isRowOf(row, a), method, a, b, row, null);
  }

  /** Two matrices of the same size and a rows x 1 column. */
  public static void columnOfTwo(String method, Matrix a, Matrix b, Matrix column) {
    fit(isSame(a, b) && isColumnOf(column, a), method, a, b, column, null);
  }

  /** For {@link Kernels#normalizeRowsGradient}. */
  public static void normalizeRowsGradient(Matrix y, Matrix scale, Matrix dy, Matrix dx) {
    fit(
        isSame(y, dy) && isSame(y, dx) && isColumnOf(scale, y),
        "normalizeRowsGradient",
        y,
        scale,
        dy,
        dx);
  }

  /** For {@link Kernels#columnMoments}. */
  public static void columnMoments(Matrix x, Matrix mean, Matrix variance) {
    fit(isRowOf(mean, x) && isRowOf(variance, x), "columnMoments", x, mean, variance, null);
  }

  /** For {@link Kernels#normalizeColumns}. */
  public static void normalizeColumns(Matrix x, Matrix mean, Matrix variance, Matrix y) {
    fit(
        isSame(x, y) && isRowOf(mean, x) && isRowOf(variance, x),
        "normalizeColumns",
        x,
        mean,
        variance,
        y);
  }

  /** For {@link Kernels#normalizeColumnsGradient}. */
  public static void normalizeColumnsGradient(Matrix y, Matrix variance, Matrix dy, Matrix dx) {
    fit(
        isSame(y, dy) && isSame(y, dx) && isRowOf(variance, y),
        "normalizeColumnsGradient",
        y,
        variance,
        dy,
        dx);
  }

  /** For {@link Kernels#softmaxCrossEntropy} and its gradient: the column vectors come last. */
  public static void classes(
      String method, Matrix from, Matrix to, Matrix target, Matrix loss, double smoothing) {
    fit(
        isSame(from, to) && isColumnOf(target, from) && isColumnOf(loss, from),
        method,
        from,
        to,
        target,
        loss);
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException(
          method + ": smoothing is " + smoothing + ", allowed are 0 to 1");
    }
  }

  /** For {@link Kernels#pairLossGradient}. */
  public static void pairLossGradient(Matrix prediction, Matrix target, Matrix dloss, Matrix dp) {
    fit(
        isSame(prediction, target) && isSame(prediction, dp) && isColumnOf(dloss, prediction),
        "pairLossGradient",
        prediction,
        target,
        dloss,
        dp);
  }

  /**
   * A class index read from a target matrix.
   *
   * @return the index as an int
   */
  public static int classIndex(String method, double target, int row, int classes) {
    int index = (int) target;
    if (index != target || index < 0 || index >= classes) {
      throw new IllegalArgumentException(
          method
              + ": the target of row "
              + row
              + " is "
              + target
              + ", allowed are the class indices 0 to "
              + (classes - 1));
    }
    return index;
  }

  /** A factor of the old content that must be 0 or 1. */
  public static void beta(String method, double beta) {
    if (beta != 0 && beta != 1) {
      throw new IllegalArgumentException(method + ": beta is " + beta + ", allowed are 0 and 1");
    }
  }

  /** A dropout rate. */
  public static void rate(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "dropout: the rate is " + rate + ", allowed are 0 to less than 1");
    }
  }

  /** A standard deviation of noise. */
  public static void deviation(double deviation) {
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "gaussian: the deviation is " + deviation + ", allowed are finite numbers from 0 on");
    }
  }

  /** For {@link Kernels#limitColumnNorms}. */
  public static void norms(double minimum, double maximum, double rate) {
    if (!(minimum >= 0 && minimum <= maximum && rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "limitColumnNorms: norms from "
              + minimum
              + " to "
              + maximum
              + " at the rate "
              + rate
              + ", allowed are 0 <= minimum <= maximum and rates from 0 to 1");
    }
  }

  /** For {@link Kernels#gatherRows}. */
  public static void gatherRows(Matrix table, int[] rows, int from, int count, Matrix y) {
    fit(y.columns() == table.columns() && y.rows() == count, "gatherRows", table, y, null, null);
    if (from < 0 || count > rows.length - from) {
      throw new IllegalArgumentException(
          "gatherRows: " + count + " indices from " + from + " of " + rows.length);
    }
    for (int i = from; i < from + count; i++) {
      if (rows[i] < 0 || rows[i] >= table.rows()) {
        throw new IllegalArgumentException(
            "gatherRows: row " + rows[i] + " of a table of " + size(table));
      }
    }
  }

  /** For {@link Kernels#update}. */
  public static void update(int from, int count, Matrix weights, Matrix gradients, Matrix[] slots) {
    flat(weights, weights);
    flat(weights, gradients);
    for (Matrix slot : slots) {
      flat(weights, slot);
    }
    if (from < 0 || count < 0 || count > weights.columns() - from) {
      throw new IllegalArgumentException(
          "update: " + count + " elements from " + from + " of " + weights.columns());
    }
  }

  private static void flat(Matrix weights, Matrix m) {
    fit(
        m.offset() == 0 && m.rows() == 1 && m.columns() == weights.columns(),
        "update",
        weights,
        m,
        null,
        null);
  }

  /** Outputs, targets and a rows x 1 column: as many rows of each. */
  public static void rowLoss(String method, Matrix output, Matrix target, Matrix column) {
    fit(
        output.rows() == target.rows() && isColumnOf(column, output),
        method,
        output,
        target,
        column,
        null);
  }

  /** Two matrices with as many rows. */
  public static void sameRows(String method, Matrix a, Matrix b) {
    fit(a.rows() == b.rows(), method, a, b, null, null);
  }

  static boolean isSame(Matrix a, Matrix b) {
    return a.rows() == b.rows() && a.columns() == b.columns();
  }

  private static boolean isRowOf(Matrix row, Matrix x) {
    return row.rows() == 1 && row.columns() == x.columns();
  }

  private static boolean isColumnOf(Matrix column, Matrix x) {
    return column.columns() == 1 && column.rows() == x.rows();
  }

  static String size(Matrix m) {
    return m.rows() + " x " + m.columns();
  }

  static void fit(boolean fits, String method, Matrix a, Matrix b, Matrix c, Matrix d) {
    if (!fits) {
      StringBuilder s = new StringBuilder(method).append(": ").append(size(a));
      for (Matrix m : new Matrix[] {b, c, d}) {
        s.append(m == null ? "" : ", " + size(m));
      }
      throw new IllegalArgumentException(s.append(" do not fit").toString());
    }
  }
}
