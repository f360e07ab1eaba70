// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.Matrix;

/** The part of {@link IdleKernels} for groups: computes nothing. */
final class IdleGroupKernels implements GroupKernels {
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
      Matrix c) {}

  @Override
  public void softmax(int groups, int slices, boolean causal, Matrix x, Matrix mask, Matrix y) {}

  @Override
  public void softmaxGradient(int slices, Matrix y, Matrix dy, double beta, Matrix dx) {}

  @Override
  public void maximum(int slices, Matrix x, Matrix y) {}

  @Override
  public void maximumGradient(int slices, Matrix x, Matrix dy, double beta, Matrix dx) {}

  @Override
  public void copyColumns(Matrix x, int from, int count, double beta, Matrix y, int to) {}

  @Override
  public void normalizeByRootMeanSquare(Matrix x, double epsilon, Matrix y, Matrix scale) {}

  @Override
  public void normalizeByRootMeanSquareGradient(
      Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {}

  @Override
  public void sinusoids(double base, Matrix y) {}
}
