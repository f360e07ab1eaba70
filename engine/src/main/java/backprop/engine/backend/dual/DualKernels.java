// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import static backprop.engine.backend.dual.DualBuffer.tangents;
import static backprop.engine.backend.dual.DualBuffer.values;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.RowKernels;
import backprop.engine.backend.SequenceKernels;
import backprop.engine.backend.TableKernels;
import backprop.engine.backend.UpdateRule;

/**
 * Kernels on dual numbers over other kernels. A kernel {@code y = f(a, b)} computes the tangent
 * {@code y' = df/da a' + df/db b'} first, from the old values, then the value; gradients of kernels
 * are kernels too and have tangents like the others. Letters with a dash in formulas are tangents.
 */
public final class DualKernels implements Kernels {
  private final Kernels k;
  private final Temporary temporary;
  private final NormalizationTangents normalization;
  private final ImageKernels images;
  private final GroupKernels groups;
  private final TableKernels tables;
  private final SequenceKernels sequences;
  private final RowKernels rows;

  /**
   * Wraps kernels, which stay the caller's.
   *
   * @param kernels compute values and tangents; used by the same thread
   */
  public DualKernels(Kernels kernels) {
    this.k = kernels;
    this.temporary = new Temporary(kernels);
    this.normalization = new NormalizationTangents(kernels, temporary);
    this.images = new DualImageKernels(kernels, temporary);
    this.groups = new DualGroupKernels(kernels, temporary, normalization);
    this.tables = new DualTableKernels(kernels.tables());
    this.rows = new DualRowKernels(kernels, temporary);
    this.sequences = new DualSequenceKernels(kernels.sequences());
  }

  /** Dual numbers over given values, with tangents of zero. */
  public Matrix over(Matrix values) {
    Buffer b = new DualBuffer(values.buffer(), k.allocate(values.buffer().size()));
    return new Matrix(b, values.offset(), values.rows(), values.columns(), values.stride());
  }

  /** The values of a matrix of these kernels, on the wrapped ones. */
  public Matrix valuesOf(Matrix m) {
    return values(m);
  }

  /** The tangents of a matrix of these kernels, on the wrapped ones. */
  public Matrix tangentsOf(Matrix m) {
    return tangents(m);
  }

  @Override
  public String backend() {
    return k.backend();
  }

  @Override
  public int threads() {
    return k.threads();
  }

  @Override
  public Buffer allocate(int size) {
    return new DualBuffer(k.allocate(size), k.allocate(size));
  }

  @Override
  public ImageKernels images() {
    return images;
  }

  @Override
  public GroupKernels groups() {
    return groups;
  }

  @Override
  public TableKernels tables() {
    return tables;
  }

  @Override
  public RowKernels rows() {
    return rows;
  }

  @Override
  public SequenceKernels sequences() {
    return sequences;
  }

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Matrix a,
      Matrix b,
      double beta,
      Matrix c) {
    k.gemm(transposeA, transposeB, alpha, tangents(a), values(b), beta, tangents(c));
    k.gemm(transposeA, transposeB, alpha, values(a), tangents(b), 1, tangents(c));
    k.gemm(transposeA, transposeB, alpha, values(a), values(b), beta, values(c));
  }

  @Override
  public void affine(Matrix x, Matrix w, Matrix bias, Matrix y) {
    k.affine(tangents(x), values(w), bias == null ? null : tangents(bias), tangents(y));
    k.gemm(false, false, 1, values(x), tangents(w), 1, tangents(y));
    k.affine(values(x), values(w), bias == null ? null : values(bias), values(y));
  }

  @Override
  public void map(Elementwise f, Matrix x, Matrix y) {
    Matrix fresh = temporary.like(0, y);
    k.map(f, values(x), fresh);
    k.mapGradient(f, values(x), fresh, tangents(x), 0, tangents(y));
    k.copy(fresh, values(y));
  }

  /** {@code dx' = dy' f'(x) + dy f''(x) x'}. */
  @Override
  public void mapGradient(Elementwise f, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {
    Matrix bent = temporary.like(0, x);
    Matrix slope = temporary.like(1, x);
    k.map(new Curvature.OfOne(f), values(x), bent);
    k.multiply(bent, tangents(x), 0, slope);
    k.multiply(slope, values(dy), 0, bent);
    k.mapGradient(f, values(x), values(y), tangents(dy), beta, tangents(dx));
    k.axpby(1, bent, 1, tangents(dx));
    k.mapGradient(f, values(x), values(y), values(dy), beta, values(dx));
  }

  @Override
  public void fill(double value, Matrix y) {
    k.fill(value, values(y));
    k.fill(0, tangents(y));
  }

  @Override
  public void copy(Matrix x, Matrix y) {
    k.copy(tangents(x), tangents(y));
    k.copy(values(x), values(y));
  }

  @Override
  public void axpby(double alpha, Matrix x, double beta, Matrix y) {
    k.axpby(alpha, tangents(x), beta, tangents(y));
    k.axpby(alpha, values(x), beta, values(y));
  }

  @Override
  public void add(Matrix a, Matrix b, Matrix y) {
    k.add(tangents(a), tangents(b), tangents(y));
    k.add(values(a), values(b), values(y));
  }

  @Override
  public void multiply(Matrix a, Matrix b, double beta, Matrix y) {
    Matrix both = temporary.like(0, y);
    k.multiply(tangents(a), values(b), 0, both);
    k.multiply(values(a), tangents(b), 1, both);
    k.axpby(1, both, beta, tangents(y));
    k.multiply(values(a), values(b), beta, values(y));
  }

  @Override
  public void addRow(Matrix x, Matrix row, Matrix y) {
    k.addRow(tangents(x), tangents(row), tangents(y));
    k.addRow(values(x), values(row), values(y));
  }

  @Override
  public void multiplyRow(Matrix x, Matrix row, double beta, Matrix y) {
    Matrix both = temporary.like(0, y);
    k.multiplyRow(tangents(x), values(row), 0, both);
    k.multiplyRow(values(x), tangents(row), 1, both);
    k.axpby(1, both, beta, tangents(y));
    k.multiplyRow(values(x), values(row), beta, values(y));
  }

  @Override
  public void dropout(Matrix x, double rate, long key, double beta, Matrix y) {
    k.dropout(tangents(x), rate, key, beta, tangents(y));
    k.dropout(values(x), rate, key, beta, values(y));
  }

  @Override
  public void gaussian(double mean, double deviation, long key, Matrix y) {
    k.gaussian(mean, deviation, key, values(y));
    k.fill(0, tangents(y));
  }

  @Override
  public void sumRows(Matrix x, double beta, Matrix row) {
    k.sumRows(tangents(x), beta, tangents(row));
    k.sumRows(values(x), beta, values(row));
  }

  @Override
  public void sumRowsOfProduct(Matrix a, Matrix b, double beta, Matrix row) {
    k.sumRowsOfProduct(tangents(a), values(b), beta, tangents(row));
    k.sumRowsOfProduct(values(a), tangents(b), 1, tangents(row));
    k.sumRowsOfProduct(values(a), values(b), beta, values(row));
  }

  /** Of the values. */
  @Override
  public double dot(Matrix a, Matrix b) {
    return k.dot(values(a), values(b));
  }

  /** Of the values. */
  @Override
  public double sumOfSquares(Matrix x) {
    return k.sumOfSquares(values(x));
  }

  /** Of the values. */
  @Override
  public double sumOfAbsolutes(Matrix x) {
    return k.sumOfAbsolutes(values(x));
  }

  /** Of values and tangents. */
  @Override
  public boolean allFinite(Matrix x) {
    return k.allFinite(values(x)) && k.allFinite(tangents(x));
  }

  @Override
  public void normalizeRows(Matrix x, double epsilon, Matrix y, Matrix scale) {
    normalization.rows(x, epsilon, y, scale);
  }

  @Override
  public void normalizeRowsGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    normalization.rowsGradient(y, scale, dy, beta, dx);
  }

  @Override
  public void columnMoments(Matrix x, Matrix mean, Matrix variance) {
    normalization.moments(x, mean, variance);
  }

  @Override
  public void normalizeColumns(Matrix x, Matrix mean, Matrix variance, double epsilon, Matrix y) {
    normalization.columns(x, mean, variance, epsilon, y);
  }

  @Override
  public void normalizeColumnsGradient(
      Matrix y, Matrix variance, double epsilon, Matrix dy, double beta, Matrix dx) {
    normalization.columnsGradient(y, variance, epsilon, dy, beta, dx);
  }

  /** The Jacobian of softmax is symmetric, so its gradient is its tangent. */
  @Override
  public void softmax(Matrix x, Matrix y) {
    Matrix along = temporary.like(0, x);
    k.copy(tangents(x), along);
    k.softmax(values(x), values(y));
    k.softmaxGradient(values(y), along, 0, tangents(y));
  }

  /** {@code dx' = y (dy' - sum(dy' y)) + y' (dy - sum(dy y)) - y sum(dy y')}. */
  @Override
  public void softmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {
    Matrix sum = temporary.matrix(0, y.rows(), 1);
    k.softmaxGradient(values(y), tangents(dy), beta, tangents(dx));
    k.multiply(tangents(y), values(dy), 1, tangents(dx));
    temporary.rowSums(1, values(dy), values(y), sum);
    temporary.addScaledRows(-1, tangents(y), sum, tangents(dx));
    temporary.rowSums(1, values(dy), tangents(y), sum);
    temporary.addScaledRows(-1, values(y), sum, tangents(dx));
    k.softmaxGradient(values(y), values(dy), beta, values(dx));
  }

  /** The loss changes by its gradient, {@code loss' = sum((probabilities - t) x')}. */
  @Override
  public void softmaxCrossEntropy(
      Matrix logits, Matrix target, double smoothing, Matrix probabilities, Matrix loss) {
    k.softmaxCrossEntropy(
        values(logits), values(target), smoothing, values(probabilities), values(loss));
    k.softmaxGradient(values(probabilities), tangents(logits), 0, tangents(probabilities));
    Matrix slope = temporary.like(0, logits);
    k.softmaxCrossEntropyGradient(
        values(probabilities),
        values(target),
        smoothing,
        temporary.ones(logits.rows(), 1),
        0,
        slope);
    temporary.rowSums(1, slope, tangents(logits), tangents(loss));
  }

  /** {@code dlogits' = (probabilities - t) dloss' + probabilities' dloss}. */
  @Override
  public void softmaxCrossEntropyGradient(
      Matrix probabilities,
      Matrix target,
      double smoothing,
      Matrix dloss,
      double beta,
      Matrix dlogits) {
    k.softmaxCrossEntropyGradient(
        values(probabilities), values(target), smoothing, tangents(dloss), beta, tangents(dlogits));
    temporary.addScaledRows(1, tangents(probabilities), values(dloss), tangents(dlogits));
    k.softmaxCrossEntropyGradient(
        values(probabilities), values(target), smoothing, values(dloss), beta, values(dlogits));
  }

  @Override
  public void pairLoss(Pairwise f, Matrix prediction, Matrix target, Matrix loss) {
    Matrix slope = temporary.like(0, prediction);
    k.pairLossGradient(
        f, values(prediction), values(target), temporary.ones(prediction.rows(), 1), 0, slope);
    temporary.rowSums(1, slope, tangents(prediction), tangents(loss));
    k.pairLoss(f, values(prediction), values(target), values(loss));
  }

  /** {@code dp' = (f'(p) dloss' + f''(p) p' dloss) / columns}; the target is a constant. */
  @Override
  public void pairLossGradient(
      Pairwise f, Matrix prediction, Matrix target, Matrix dloss, double beta, Matrix dp) {
    Matrix bent = temporary.like(0, prediction);
    k.pairLossGradient(
        new Curvature.OfPair(f), values(prediction), values(target), values(dloss), 0, bent);
    k.pairLossGradient(f, values(prediction), values(target), tangents(dloss), beta, tangents(dp));
    k.multiply(bent, tangents(prediction), 1, tangents(dp));
    k.pairLossGradient(f, values(prediction), values(target), values(dloss), beta, values(dp));
  }

  @Override
  public void gatherRows(Matrix table, int[] rows, int from, int count, Matrix y) {
    k.gatherRows(tangents(table), rows, from, count, tangents(y));
    k.gatherRows(values(table), rows, from, count, values(y));
  }

  @Override
  public void update(
      UpdateRule rule,
      double[] constants,
      int from,
      int count,
      Matrix weights,
      Matrix gradients,
      Matrix[] slots) {
    throw new NoTangentException("a step of an optimizer has no tangent");
  }

  @Override
  public void limitColumnNorms(Matrix w, double minimum, double maximum, double rate) {
    throw new NoTangentException("a constraint has no tangent");
  }

  @Override
  public void limitColumnRatios(Matrix w, double ratio, double floor, Matrix g) {
    throw new NoTangentException("a step of an optimizer has no tangent");
  }

  /** The wrapped kernels stay open. */
  @Override
  public void close() {}
}
