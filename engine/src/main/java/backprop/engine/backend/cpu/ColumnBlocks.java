// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import java.util.Arrays;

/**
 * Kernels that combine every row with numbers that belong to the columns: {@code y = f(x, row)}.
 * The numbers of the columns are repeated in scratch as often as a block has rows, so that narrow
 * matrices vectorize too.
 */
final class ColumnBlocks extends Blocks {
  private final Body add = this::add;
  private final Body multiply = this::multiply;
  private final Body shiftAndScale = this::shiftAndScale;
  private final Body gradient = this::gradient;
  private final Sums sums;

  // The call at hand: what is repeated in scratch arrays c and e.
  private Matrix row;
  private float[] first = new float[0];
  private float[] second = new float[0];
  private float[] third = new float[0];

  ColumnBlocks(Workers workers, Scratch[] scratch, Sums sums) {
    super(workers, scratch);
    this.sums = sums;
  }

  @Override
  void begin(Scratch s, int rows) {
    if (row != null) {
      Scratch.tile(row, rows, s.c);
      return;
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(first, 0, s.c, r * columns, columns);
      System.arraycopy(second, 0, s.e, r * columns, columns);
    }
  }

  private void reserve(int columns) {
    row = null;
    if (first.length < columns) {
      first = new float[columns];
      second = new float[columns];
      third = new float[columns];
    }
  }

  void addRow(Matrix x, Matrix row, Matrix y) {
    this.row = row;
    run(add, x, null, 0, y);
  }

  private void add(Scratch s, int at, int rows) {
    float[] x = s.a;
    float[] r = s.c;
    float[] y = s.d;
    int n = rows * columns;
    for (int i = 0; i < n; i++) {
      y[i] = x[i] + r[i];
    }
  }

  void multiplyRow(Matrix x, Matrix row, double beta, Matrix y) {
    this.row = row;
    run(multiply, x, null, beta, y);
  }

  private void multiply(Scratch s, int at, int rows) {
    float[] x = s.a;
    float[] r = s.c;
    float[] y = s.d;
    int n = rows * columns;
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * r[i];
    }
  }

  void sumRows(Matrix x, Matrix y, double beta, Matrix row) {
    double[] sum = sums.overRows(x, y, null);
    float[] to = FloatArray.of(row);
    int at = row.offset();
    for (int j = 0; j < row.columns(); j++) {
      to[at + j] = (float) (beta == 0 ? sum[j] : sum[j] + beta * to[at + j]);
    }
  }

  void moments(Matrix x, Matrix mean, Matrix variance) {
    int rows = Math.max(1, x.rows());
    double[] sum = sums.overRows(x, null, null);
    float[] m = FloatArray.of(mean);
    for (int j = 0; j < x.columns(); j++) {
      m[mean.offset() + j] = (float) (sum[j] / rows);
    }
    sum = sums.overRows(x, null, mean);
    float[] v = FloatArray.of(variance);
    for (int j = 0; j < x.columns(); j++) {
      v[variance.offset() + j] = (float) (sum[j] / rows);
    }
  }

  void normalize(Matrix x, Matrix mean, Matrix variance, double epsilon, Matrix y) {
    reserve(x.columns());
    for (int j = 0; j < x.columns(); j++) {
      first[j] = FloatArray.of(mean)[mean.offset() + j];
    }
    inverseDeviations(variance, epsilon);
    run(shiftAndScale, x, null, 0, y);
  }

  private void inverseDeviations(Matrix variance, double epsilon) {
    float[] v = FloatArray.of(variance);
    for (int j = 0; j < variance.columns(); j++) {
      second[j] = (float) (1 / Math.sqrt(v[variance.offset() + j] + epsilon));
    }
  }

  private void shiftAndScale(Scratch s, int at, int rows) {
    float[] x = s.a;
    float[] mean = s.c;
    float[] scale = s.e;
    float[] y = s.d;
    int n = rows * columns;
    for (int i = 0; i < n; i++) {
      y[i] = (x[i] - mean[i]) * scale[i];
    }
  }

  void normalizeGradient(
      Matrix y, Matrix variance, double epsilon, Matrix dy, double beta, Matrix dx) {
    int columns = y.columns();
    int rows = Math.max(1, y.rows());
    reserve(columns);
    inverseDeviations(variance, epsilon);
    System.arraycopy(second, 0, third, 0, columns);
    double[] sum = sums.overRows(dy, null, null);
    for (int j = 0; j < columns; j++) {
      first[j] = (float) (sum[j] / rows);
    }
    sum = sums.overRows(y, dy, null);
    for (int j = 0; j < columns; j++) {
      second[j] = (float) (sum[j] / rows);
    }
    run(gradient, y, dy, beta, dx);
  }

  private void gradient(Scratch s, int at, int rows) {
    float[] y = s.a;
    float[] dy = s.b;
    float[] mean = s.c;
    float[] slope = s.e;
    float[] dx = s.d;
    int n = rows * columns;
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] - mean[i] - y[i] * slope[i];
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(third, 0, s.a, r * columns, columns);
    }
    for (int i = 0; i < n; i++) {
      dx[i] *= y[i];
    }
  }

  void limitNorms(Matrix w, double minimum, double maximum, double rate) {
    double[] squares = sums.overRows(w, w, null);
    reserve(w.columns());
    for (int j = 0; j < w.columns(); j++) {
      double norm = Math.sqrt(squares[j]);
      double wanted = Math.min(Math.max(norm, minimum), maximum);
      boolean changes = norm > 0 && wanted != norm;
      second[j] = changes ? (float) (rate * (wanted / norm) + (1 - rate)) : 1f;
    }
    scaleColumns(w);
  }

  void limitRatios(Matrix w, double ratio, double floor, Matrix g) {
    double[] squares = sums.overRows(w, w, null);
    reserve(w.columns());
    for (int j = 0; j < w.columns(); j++) {
      third[j] = (float) (ratio * Math.max(Math.sqrt(squares[j]), floor));
    }
    squares = sums.overRows(g, g, null);
    for (int j = 0; j < g.columns(); j++) {
      double norm = Math.sqrt(squares[j]);
      second[j] = norm > third[j] ? (float) (third[j] / norm) : 1f;
    }
    scaleColumns(g);
  }

  /** Multiplies every column by its number in {@code second}, where any is not 1. */
  private void scaleColumns(Matrix x) {
    boolean any = false;
    for (int j = 0; j < x.columns(); j++) {
      any |= second[j] != 1f;
    }
    if (any) {
      Arrays.fill(first, 0, x.columns(), 0f);
      run(shiftAndScale, x, null, 0, x);
    }
  }
}
