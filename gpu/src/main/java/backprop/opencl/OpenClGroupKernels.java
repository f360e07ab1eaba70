// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.GroupChecks;
import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.Matrix;

/** {@link GroupKernels} on a device. */
final class OpenClGroupKernels implements GroupKernels {
  private static final String NORMALIZE = "normalize.cl";

  private final Launcher launcher;
  private final Gemm gemm;

  OpenClGroupKernels(Launcher launcher, Gemm gemm) {
    this.launcher = launcher;
    this.gemm = gemm;
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
    GroupChecks.gemm(groups, slices, transposeA, transposeB, a, b, c);
    int m = c.rows() / groups;
    int n = c.columns() / slices;
    int inner = transposeA ? a.rows() / groups : a.columns() / slices;
    Product p = gemm.product(transposeA, transposeB, m, n, inner).scaled(alpha).adding(beta);
    p.a(a).b(b).c(c).blocks(groups * slices, apart(a, groups), apart(b, groups), apart(c, groups));
    p.slices = slices;
    p.aSlice = a.columns() / slices;
    p.bSlice = b.columns() / slices;
    p.cSlice = c.columns() / slices;
    p.run();
  }

  /** Elements from one group of rows to the next. */
  private static int apart(Matrix x, int groups) {
    return x.rows() / groups * x.stride();
  }

  @Override
  public void softmax(int groups, int slices, boolean causal, Matrix x, Matrix mask, Matrix y) {
    GroupChecks.softmax(groups, slices, x, mask, y);
    launcher
        .call("softmax.cl", "masked_softmax")
        .integer(x.columns() / slices)
        .integer(slices)
        .integer(Math.max(1, x.rows() / groups))
        .integer(causal)
        .matrix(x)
        .integer(mask != null)
        .matrix(mask != null ? mask : x)
        .matrix(y)
        .groups(x.rows() * slices);
  }

  @Override
  public void softmaxGradient(int slices, Matrix y, Matrix dy, double beta, Matrix dx) {
    GroupChecks.softmaxGradient(slices, y, dy, beta, dx);
    launcher
        .call("softmax.cl", "slice_softmax_gradient")
        .integer(y.columns() / slices)
        .integer(slices)
        .matrix(y)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .groups(y.rows() * slices);
  }

  @Override
  public void maximum(int slices, Matrix x, Matrix y) {
    GroupChecks.maximum("groups.maximum", slices, x, y);
    launcher.elements("tables.cl", "maximum", y, false).integer(slices).matrix(x).matrix(y).run();
  }

  @Override
  public void maximumGradient(int slices, Matrix x, Matrix dy, double beta, Matrix dx) {
    GroupChecks.maximumGradient(slices, x, dy, beta, dx);
    launcher
        .elements("tables.cl", "maximum_gradient", dx, false)
        .integer(slices)
        .integer(dy.columns())
        .matrix(x)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .run();
  }

  @Override
  public void copyColumns(Matrix x, int from, int count, double beta, Matrix y, int to) {
    GroupChecks.copyColumns(x, from, count, beta, y, to);
    launcher
        .call("elements.cl", "copy_columns")
        .elements(x.rows(), count)
        .matrix(x, from)
        .integer(beta != 0)
        .matrix(y, to)
        .run();
  }

  @Override
  public void normalizeByRootMeanSquare(Matrix x, double epsilon, Matrix y, Matrix scale) {
    GroupChecks.rootMeanSquare(x, y, scale);
    launcher
        .call(NORMALIZE, "root_mean_square")
        .integer(x.columns())
        .number(epsilon)
        .matrix(x)
        .matrix(y)
        .matrix(scale)
        .groups(x.rows());
  }

  @Override
  public void normalizeByRootMeanSquareGradient(
      Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    GroupChecks.rootMeanSquareGradient(y, scale, dy, beta, dx);
    launcher
        .call(NORMALIZE, "root_mean_square_gradient")
        .integer(y.columns())
        .matrix(y)
        .matrix(scale)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .groups(y.rows());
  }

  @Override
  public void sinusoids(double base, Matrix y) {
    GroupChecks.base(base);
    launcher
        .elements("elements.cl", "sinusoids", y, false)
        .real(base)
        .integer(y.columns())
        .matrix(y)
        .run();
  }
}
