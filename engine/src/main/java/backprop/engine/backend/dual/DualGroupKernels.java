// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import static backprop.engine.backend.dual.DualBuffer.tangents;
import static backprop.engine.backend.dual.DualBuffer.values;

import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;

/** Products, softmax and maxima group by group on dual numbers. */
final class DualGroupKernels implements GroupKernels {
  private final Kernels k;
  private final Temporary temporary;
  private final NormalizationTangents normalization;

  DualGroupKernels(Kernels k, Temporary temporary, NormalizationTangents normalization) {
    this.k = k;
    this.temporary = temporary;
    this.normalization = normalization;
  }

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
    GroupKernels g = k.groups();
    g.gemm(
        groups, slices, transposeA, transposeB, alpha, tangents(a), values(b), beta, tangents(c));
    g.gemm(groups, slices, transposeA, transposeB, alpha, values(a), tangents(b), 1, tangents(c));
    g.gemm(groups, slices, transposeA, transposeB, alpha, values(a), values(b), beta, values(c));
  }

  /** The Jacobian of softmax is symmetric; what is not allowed has y = 0 and stays there. */
  @Override
  public void softmax(int groups, int slices, boolean causal, Matrix x, Matrix mask, Matrix y) {
    Matrix along = temporary.like(0, x);
    k.copy(tangents(x), along);
    Matrix allowed = mask == null ? null : values(mask);
    k.groups().softmax(groups, slices, causal, values(x), allowed, values(y));
    k.groups().softmaxGradient(slices, values(y), along, 0, tangents(y));
  }

  /** As {@link DualKernels#softmaxGradient}, slice by slice. */
  @Override
  public void softmaxGradient(int slices, Matrix y, Matrix dy, double beta, Matrix dx) {
    k.groups().softmaxGradient(slices, values(y), tangents(dy), beta, tangents(dx));
    k.multiply(tangents(y), values(dy), 1, tangents(dx));
    int n = y.columns() / slices;
    Matrix sum = temporary.matrix(0, y.rows(), 1);
    for (int s = 0; s < slices; s++) {
      Matrix y1 = values(y).columns(s * n, n);
      Matrix along = tangents(y).columns(s * n, n);
      Matrix dy1 = values(dy).columns(s * n, n);
      Matrix to = tangents(dx).columns(s * n, n);
      temporary.rowSums(1, dy1, y1, sum);
      temporary.addScaledRows(-1, along, sum, to);
      temporary.rowSums(1, dy1, along, sum);
      temporary.addScaledRows(-1, y1, sum, to);
    }
    k.groups().softmaxGradient(slices, values(y), values(dy), beta, values(dx));
  }

  /** The tangent of the slice that has the maximum: the gradient of ones says which one it is. */
  @Override
  public void maximum(int slices, Matrix x, Matrix y) {
    Matrix chosen = temporary.like(0, x);
    Matrix along = temporary.like(1, x);
    k.groups().maximumGradient(slices, values(x), temporary.ones(y.rows(), y.columns()), 0, chosen);
    k.multiply(chosen, tangents(x), 0, along);
    for (int s = 0; s < slices; s++) {
      k.axpby(1, along.columns(s * y.columns(), y.columns()), s == 0 ? 0 : 1, tangents(y));
    }
    k.groups().maximum(slices, values(x), values(y));
  }

  @Override
  public void maximumGradient(int slices, Matrix x, Matrix dy, double beta, Matrix dx) {
    k.groups().maximumGradient(slices, values(x), tangents(dy), beta, tangents(dx));
    k.groups().maximumGradient(slices, values(x), values(dy), beta, values(dx));
  }

  @Override
  public void copyColumns(Matrix x, int from, int count, double beta, Matrix y, int to) {
    k.groups().copyColumns(tangents(x), from, count, beta, tangents(y), to);
    k.groups().copyColumns(values(x), from, count, beta, values(y), to);
  }

  @Override
  public void normalizeByRootMeanSquare(Matrix x, double epsilon, Matrix y, Matrix scale) {
    normalization.rootMeanSquare(x, epsilon, y, scale);
  }

  @Override
  public void normalizeByRootMeanSquareGradient(
      Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    normalization.rootMeanSquareGradient(y, scale, dy, beta, dx);
  }

  @Override
  public void sinusoids(double base, Matrix y) {
    k.groups().sinusoids(base, values(y));
    k.fill(0, tangents(y));
  }
}
