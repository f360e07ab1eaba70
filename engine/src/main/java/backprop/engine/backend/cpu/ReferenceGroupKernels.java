// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static backprop.engine.backend.cpu.Cells.each;
import static backprop.engine.backend.cpu.Cells.get;
import static backprop.engine.backend.cpu.Cells.put;
import static backprop.engine.backend.cpu.Cells.rowSum;
import static backprop.engine.backend.cpu.Cells.set;
import static backprop.engine.backend.cpu.Cells.square;

import backprop.engine.backend.GroupChecks;
import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.Matrix;

/** {@link GroupKernels} in double precision, one simple loop each. */
final class ReferenceGroupKernels implements GroupKernels {
  @Override
  public void gemm(
      int groups,
      int slices,
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Matrix a,
      Matrix b,
      double beta,
      Matrix c) {
    GroupChecks.gemm(groups, slices, transposeA, transposeB, a, b, c);
    int inner = transposeA ? a.rows() / groups : a.columns() / slices;
    int rows = c.rows() / groups;
    int columns = c.columns() / slices;
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        int group = i / rows;
        int slice = j / columns;
        int row = i % rows;
        int column = j % columns;
        double sum = 0;
        for (int p = 0; p < inner; p++) {
          double left =
              transposeA
                  ? block(a, groups, slices, group, slice, p, row)
                  : block(a, groups, slices, group, slice, row, p);
          double right =
              transposeB
                  ? block(b, groups, slices, group, slice, column, p)
                  : block(b, groups, slices, group, slice, p, column);
          sum += left * right;
        }
        put(c, i, j, alpha * sum, beta);
      }
    }
  }

  private static double block(
      Matrix m, int groups, int slices, int group, int slice, int row, int column) {
    return get(m, group * (m.rows() / groups) + row, slice * (m.columns() / slices) + column);
  }

  @Override
  public void softmax(int groups, int slices, boolean causal, Matrix x, Matrix mask, Matrix y) {
    GroupChecks.softmax(groups, slices, x, mask, y);
    int rows = x.rows() / groups;
    int columns = x.columns() / slices;
    boolean[] allowed = new boolean[columns];
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < columns; c++) {
        boolean masked = mask != null && get(mask, r / rows * columns + c, 0) == 0;
        allowed[c] = !masked && !(causal && c > r % rows);
      }
      for (int s = 0; s < slices; s++) {
        softmaxOfSlice(x, r, s * columns, allowed, y);
      }
    }
  }

  private static void softmaxOfSlice(Matrix x, int r, int from, boolean[] allowed, Matrix y) {
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < allowed.length; c++) {
      max = allowed[c] ? Math.max(max, get(x, r, from + c)) : max;
    }
    double sum = 0;
    for (int c = 0; c < allowed.length; c++) {
      sum += allowed[c] ? Math.exp(get(x, r, from + c) - max) : 0;
    }
    for (int c = 0; c < allowed.length; c++) {
      set(y, r, from + c, allowed[c] ? Math.exp(get(x, r, from + c) - max) / sum : 0);
    }
  }

  @Override
  public void softmaxGradient(int slices, Matrix y, Matrix dy, double beta, Matrix dx) {
    GroupChecks.softmaxGradient(slices, y, dy, beta, dx);
    int columns = y.columns() / slices;
    for (int r = 0; r < y.rows(); r++) {
      for (int from = 0; from < y.columns(); from += columns) {
        double sum = 0;
        for (int c = from; c < from + columns; c++) {
          sum += get(dy, r, c) * get(y, r, c);
        }
        for (int c = from; c < from + columns; c++) {
          put(dx, r, c, get(y, r, c) * (get(dy, r, c) - sum), beta);
        }
      }
    }
  }

  /** The first slice that has the maximum of a column. */
  private static int largest(int slices, Matrix x, int r, int c) {
    int columns = x.columns() / slices;
    int best = 0;
    for (int s = 1; s < slices; s++) {
      if (get(x, r, s * columns + c) > get(x, r, best * columns + c)) {
        best = s;
      }
    }
    return best;
  }

  @Override
  public void maximum(int slices, Matrix x, Matrix y) {
    GroupChecks.maximum("groups.maximum", slices, x, y);
    each(y, 0, (r, c) -> get(x, r, largest(slices, x, r, c) * y.columns() + c));
  }

  @Override
  public void maximumGradient(int slices, Matrix x, Matrix dy, double beta, Matrix dx) {
    GroupChecks.maximumGradient(slices, x, dy, beta, dx);
    int n = dy.columns();
    each(dx, beta, (r, c) -> largest(slices, x, r, c % n) == c / n ? get(dy, r, c % n) : 0);
  }

  @Override
  public void copyColumns(Matrix x, int from, int count, double beta, Matrix y, int to) {
    GroupChecks.copyColumns(x, from, count, beta, y, to);
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < count; c++) {
        put(y, r, to + c, get(x, r, from + c), beta);
      }
    }
  }

  @Override
  public void normalizeByRootMeanSquare(Matrix x, double epsilon, Matrix y, Matrix scale) {
    GroupChecks.rootMeanSquare(x, y, scale);
    int n = Math.max(1, x.columns());
    for (int r = 0; r < x.rows(); r++) {
      double squares = rowSum(x, r, (i, j) -> square(get(x, i, j)));
      double s = 1 / Math.sqrt(squares / n + epsilon);
      set(scale, r, 0, s);
      for (int c = 0; c < x.columns(); c++) {
        set(y, r, c, get(x, r, c) * s);
      }
    }
  }

  @Override
  public void normalizeByRootMeanSquareGradient(
      Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    GroupChecks.rootMeanSquareGradient(y, scale, dy, beta, dx);
    int n = y.columns();
    for (int r = 0; r < y.rows(); r++) {
      double slope = rowSum(dy, r, (i, j) -> get(dy, i, j) * get(y, i, j)) / n;
      for (int c = 0; c < n; c++) {
        put(dx, r, c, get(scale, r, 0) * (get(dy, r, c) - get(y, r, c) * slope), beta);
      }
    }
  }

  @Override
  public void sinusoids(double base, Matrix y) {
    GroupChecks.base(base);
    each(y, 0, (t, c) -> sinusoid(base, y.columns(), t, c));
  }

  /** One number of {@link GroupKernels#sinusoids}. */
  static double sinusoid(double base, int columns, int t, int c) {
    double angle = t / StrictMath.pow(base, (double) (c / 2 * 2) / columns);
    return c % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle);
  }
}
