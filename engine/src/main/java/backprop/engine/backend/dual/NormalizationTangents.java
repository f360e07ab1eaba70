// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import static backprop.engine.backend.dual.DualBuffer.tangents;
import static backprop.engine.backend.dual.DualBuffer.values;

import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;

/** The kernels of normalization on dual numbers; s is 1 / sqrt(variance + epsilon). */
final class NormalizationTangents {
  private final Kernels k;
  private final Temporary temporary;

  NormalizationTangents(Kernels k, Temporary temporary) {
    this.k = k;
    this.temporary = temporary;
  }

  /**
   * The Jacobian is symmetric: y' is the gradient's formula on x'; {@code s' = -s^2 mean(y x')}.
   */
  void rows(Matrix x, double epsilon, Matrix y, Matrix scale) {
    Matrix along = temporary.like(0, x);
    k.copy(tangents(x), along);
    k.normalizeRows(values(x), epsilon, values(y), values(scale));
    k.normalizeRowsGradient(values(y), values(scale), along, 0, tangents(y));
    scaleTangent(x, y, along, scale);
  }

  /** The same without a mean. */
  void rootMeanSquare(Matrix x, double epsilon, Matrix y, Matrix scale) {
    Matrix along = temporary.like(0, x);
    k.copy(tangents(x), along);
    k.groups().normalizeByRootMeanSquare(values(x), epsilon, values(y), values(scale));
    k.groups().normalizeByRootMeanSquareGradient(values(y), values(scale), along, 0, tangents(y));
    scaleTangent(x, y, along, scale);
  }

  private void scaleTangent(Matrix x, Matrix y, Matrix along, Matrix scale) {
    Matrix mean = temporary.matrix(1, x.rows(), 1);
    Matrix square = temporary.matrix(2, x.rows(), 1);
    temporary.rowSums(-1.0 / x.columns(), values(y), along, mean);
    k.multiply(values(scale), values(scale), 0, square);
    k.multiply(square, mean, 0, tangents(scale));
  }

  /**
   * {@code dx = s D, D = dy - mean(dy) - y mean(dy y)}, hence {@code dx' = s' D + s (dy' -
   * mean(dy') - y mean(dy' y)) - s (y' mean(dy y) + y mean(dy y'))}.
   */
  void rowsGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    Matrix d = temporary.like(0, y);
    k.normalizeRowsGradient(values(y), temporary.ones(y.rows(), 1), values(dy), 0, d);
    k.normalizeRowsGradient(values(y), values(scale), tangents(dy), beta, tangents(dx));
    addRest(d, y, scale, dy, dx);
    k.normalizeRowsGradient(values(y), values(scale), values(dy), beta, values(dx));
  }

  /** The same with {@code D = dy - y mean(dy y)}. */
  void rootMeanSquareGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    GroupKernels g = k.groups();
    Matrix d = temporary.like(0, y);
    Matrix ones = temporary.ones(y.rows(), 1);
    g.normalizeByRootMeanSquareGradient(values(y), ones, values(dy), 0, d);
    g.normalizeByRootMeanSquareGradient(values(y), values(scale), tangents(dy), beta, tangents(dx));
    addRest(d, y, scale, dy, dx);
    g.normalizeByRootMeanSquareGradient(values(y), values(scale), values(dy), beta, values(dx));
  }

  private void addRest(Matrix d, Matrix y, Matrix scale, Matrix dy, Matrix dx) {
    temporary.addScaledRows(1, d, tangents(scale), tangents(dx));
    Matrix mean = temporary.matrix(1, y.rows(), 1);
    Matrix scaled = temporary.matrix(2, y.rows(), 1);
    temporary.rowSums(1.0 / y.columns(), values(dy), values(y), mean);
    k.multiply(values(scale), mean, 0, scaled);
    temporary.addScaledRows(-1, tangents(y), scaled, tangents(dx));
    temporary.rowSums(1.0 / y.columns(), values(dy), tangents(y), mean);
    k.multiply(values(scale), mean, 0, scaled);
    temporary.addScaledRows(-1, values(y), scaled, tangents(dx));
  }

  /** {@code variance' = 2 mean((x - mean) x')}. */
  void moments(Matrix x, Matrix mean, Matrix variance) {
    k.columnMoments(values(x), values(mean), values(variance));
    Matrix negative = temporary.like(0, mean);
    Matrix centered = temporary.like(1, x);
    k.axpby(-1, values(mean), 0, negative);
    k.addRow(values(x), negative, centered);
    double n = Math.max(1, x.rows());
    k.sumRowsOfProduct(centered, tangents(x), 0, tangents(variance));
    k.axpby(2 / n, tangents(variance), 0, tangents(variance));
    k.sumRows(tangents(x), 0, tangents(mean));
    k.axpby(1 / n, tangents(mean), 0, tangents(mean));
  }

  /** {@code y' = (x' - mean') s - y s^2 variance' / 2}. */
  void columns(Matrix x, Matrix mean, Matrix variance, double epsilon, Matrix y) {
    k.normalizeColumns(values(x), values(mean), values(variance), epsilon, values(y));
    k.normalizeColumns(tangents(x), tangents(mean), values(variance), epsilon, tangents(y));
    k.multiplyRow(values(y), scaleChange(variance, epsilon), 1, tangents(y));
  }

  /** As for rows, with {@code s' = -s^3 variance' / 2}. */
  void columnsGradient(
      Matrix y, Matrix variance, double epsilon, Matrix dy, double beta, Matrix dx) {
    Matrix d = temporary.like(3, y);
    k.normalizeColumnsGradient(values(y), values(variance), epsilon, values(dy), 0, d);
    k.normalizeColumnsGradient(
        values(y), values(variance), epsilon, tangents(dy), beta, tangents(dx));
    k.multiplyRow(d, scaleChange(variance, epsilon), 1, tangents(dx));
    double n = Math.max(1, y.rows());
    Matrix scale = scale(variance, epsilon);
    Matrix mean = temporary.like(1, variance);
    Matrix row = temporary.like(2, variance);
    k.sumRowsOfProduct(values(dy), values(y), 0, mean);
    k.multiply(mean, scale, 0, row);
    k.axpby(-1 / n, row, 0, row);
    k.multiplyRow(tangents(y), row, 1, tangents(dx));
    k.sumRowsOfProduct(values(dy), tangents(y), 0, mean);
    k.multiply(mean, scale, 0, row);
    k.axpby(-1 / n, row, 0, row);
    k.multiplyRow(values(y), row, 1, tangents(dx));
    k.normalizeColumnsGradient(values(y), values(variance), epsilon, values(dy), beta, values(dx));
  }

  /** s as a row: what normalizing ones with a mean of zero gives. */
  private Matrix scale(Matrix variance, double epsilon) {
    Matrix zero = temporary.like(1, variance);
    Matrix scale = temporary.like(0, variance);
    k.fill(0, zero);
    k.normalizeColumns(
        temporary.ones(1, variance.columns()), zero, values(variance), epsilon, scale);
    return scale;
  }

  /** {@code s' / s = -s^2 variance' / 2} as a row. */
  private Matrix scaleChange(Matrix variance, double epsilon) {
    Matrix scale = scale(variance, epsilon);
    Matrix square = temporary.like(1, variance);
    Matrix change = temporary.like(2, variance);
    k.multiply(scale, scale, 0, square);
    k.multiply(square, tangents(variance), 0, change);
    k.axpby(-0.5, change, 0, change);
    return change;
  }
}
