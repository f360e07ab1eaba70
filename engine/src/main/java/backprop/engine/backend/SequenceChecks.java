// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/** What every implementation of {@link SequenceKernels} and {@link TableKernels} checks first. */
public final class SequenceChecks {
  private SequenceChecks() {}

  /**
   * The matrices of a cell.
   *
   * @param groups groups of columns of the recurrent weights
   * @param wide matrices of groups * units columns, one row per step
   * @param narrow matrices of units columns, one row per step
   */
  private static void cell(
      String method,
      Recurrence how,
      int groups,
      Matrix recurrent,
      Matrix mask,
      Matrix w1,
      Matrix w2,
      Matrix w3,
      Matrix n1,
      Matrix n2,
      Matrix n3) {
    int units = recurrent.rows();
    int rows = w1.rows();
    if (recurrent.columns() != groups * units) {
      throw new IllegalArgumentException(
          method + ": recurrent weights of " + size(recurrent) + " for " + units + " units");
    }
    if (rows % how.time() != 0) {
      throw new IllegalArgumentException(
          method + ": " + rows + " rows are no sequences of " + how.time() + " steps");
    }
    wide(method, w1, rows, groups * units);
    wide(method, w2, rows, groups * units);
    wide(method, w3, rows, groups * units);
    wide(method, n1, rows, units);
    wide(method, n2, rows, units);
    wide(method, n3, rows, units);
    wide(method, mask, rows, 1);
  }

  private static void wide(String method, Matrix m, int rows, int columns) {
    if (m != null && (m.rows() != rows || m.columns() != columns)) {
      throw new IllegalArgumentException(
          method + ": " + size(m) + " instead of " + rows + " x " + columns);
    }
  }

  /** For {@link SequenceKernels#rnn} and its gradient. */
  public static void rnn(
      String method,
      Recurrence how,
      Matrix u,
      Matrix mask,
      Matrix a,
      Matrix b,
      Matrix c,
      Matrix d) {
    cell(method, how, 1, u, mask, a, b, c, d, null, null);
  }

  /** For {@link SequenceKernels#lstm} and its gradient; the last three have units columns. */
  public static void lstm(
      String method,
      Recurrence how,
      Matrix u,
      Matrix mask,
      Matrix wide1,
      Matrix wide2,
      Matrix wide3,
      Matrix narrow1,
      Matrix narrow2,
      Matrix narrow3) {
    cell(method, how, 4, u, mask, wide1, wide2, wide3, narrow1, narrow2, narrow3);
  }

  /** For {@link SequenceKernels#gru} and its gradient; the last two have units columns. */
  public static void gru(
      String method,
      Recurrence how,
      Matrix u,
      Matrix bias,
      Matrix mask,
      Matrix wide1,
      Matrix wide2,
      Matrix wide3,
      Matrix wide4,
      Matrix narrow1,
      Matrix narrow2) {
    cell(method, how, 3, u, mask, wide1, wide2, wide3, narrow1, narrow2, null);
    wide(method, wide4, wide1.rows(), 3 * u.rows());
    wide(method, bias, 1, 3 * u.rows());
  }

  /** For {@link SequenceKernels#padding}. */
  public static void padding(Matrix x, Matrix mask) {
    wide("padding", mask, x.rows(), 1);
  }

  /** For {@link SequenceKernels#keepRows}. */
  public static void keepRows(Matrix x, Matrix mask, double beta, Matrix y) {
    wide("keepRows", mask, x.rows(), 1);
    wide("keepRows", y, x.rows(), x.columns());
    Checks.beta("keepRows", beta);
  }

  /** For {@link SequenceKernels#endStep} and its gradient. */
  public static void endStep(String method, Matrix sequences, int time, Matrix mask, Matrix ends) {
    if (time < 1 || sequences.rows() % time != 0) {
      throw new IllegalArgumentException(
          method + ": " + sequences.rows() + " rows are no sequences of " + time + " steps");
    }
    wide(method, mask, sequences.rows(), 1);
    wide(method, ends, sequences.rows() / time, sequences.columns());
  }

  /** For {@link TableKernels#lookup} and its gradient. */
  public static void lookup(String method, Matrix indices, Matrix table, Matrix y) {
    wide(method, y, indices.size(), table.columns());
  }

  /**
   * An index read from a matrix.
   *
   * @return the index, or -1 for none
   */
  public static int index(double index, int row, int column, int rows) {
    if (Double.isNaN(index) || index == -1) {
      return -1;
    }
    int whole = (int) index;
    if (whole != index || whole < 0 || whole >= rows) {
      throw new IllegalArgumentException(
          "lookup: the index of row "
              + row
              + ", column "
              + column
              + " is "
              + index
              + ", allowed are 0 to "
              + (rows - 1)
              + ", and -1 or a missing value for none");
    }
    return whole;
  }

  private static String size(Matrix m) {
    return m.rows() + " x " + m.columns();
  }
}
