// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static backprop.opencl.Launcher.flat;

import backprop.engine.backend.Checks;
import backprop.engine.backend.ImageChecks;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;

/** What else is done with images on a device: depthwise convolutions, pools, normalization. */
final class OpenClImageKernels extends ConvolutionKernels {
  OpenClImageKernels(Launcher launcher, Gemm gemm, Sums sums) {
    super(launcher, gemm, sums);
  }

  @Override
  public void depthwise(Window w, Matrix x, Matrix weights, Matrix y) {
    ImageChecks.depthwise("depthwise", w, x, weights, y);
    window(launcher.elements(FILE, "depthwise", y, false), w)
        .integer(y.columns() / Math.max(1, x.columns()))
        .matrix(x)
        .matrix(weights)
        .matrix(y)
        .run();
  }

  @Override
  public void depthwiseInputGradient(Window w, Matrix dy, Matrix weights, double beta, Matrix dx) {
    ImageChecks.depthwise("depthwiseInputGradient", w, dx, weights, dy);
    Checks.beta("depthwiseInputGradient", beta);
    window(launcher.elements(FILE, "depthwise_input_gradient", dx, false), w)
        .integer(dy.columns() / Math.max(1, dx.columns()))
        .matrix(dy)
        .matrix(weights)
        .integer(beta != 0)
        .matrix(dx)
        .run();
  }

  @Override
  public void depthwiseWeightGradient(Window w, Matrix x, Matrix dy, double beta, Matrix dw) {
    ImageChecks.depthwise("depthwiseWeightGradient", w, x, dw, dy);
    Checks.beta("depthwiseWeightGradient", beta);
    window(launcher.call(FILE, "depthwise_weight_gradient").integer(dy.rows()), w)
        .integer(dy.columns())
        .integer(dy.columns() / Math.max(1, x.columns()))
        .matrix(x)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dw)
        .groups(dw.size());
  }

  // ---- pooling

  @Override
  public void maxPool(Window w, Matrix x, Matrix y) {
    ImageChecks.maxPool("maxPool", w, x, y);
    window(launcher.elements(FILE, "max_pool", y, false), w).matrix(x).matrix(y).run();
  }

  @Override
  public void maxPoolGradient(Window w, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {
    ImageChecks.maxPool("maxPoolGradient", w, x, y);
    Checks.same("maxPoolGradient", y, dy);
    Checks.same("maxPoolGradient", x, dx);
    Checks.beta("maxPoolGradient", beta);
    window(launcher.elements(FILE, "max_pool_gradient", dx, false), w)
        .matrix(x)
        .matrix(y)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .run();
  }

  private static int number(Window.Divisor divisor) {
    return switch (divisor) {
      case ONE -> 0;
      case INSIDE -> 1;
      case PLACES -> 2;
    };
  }

  @Override
  public void sumPool(Window w, Window.Divisor divisor, Matrix x, double beta, Matrix y) {
    ImageChecks.pool("sumPool", w, x, y);
    Checks.beta("sumPool", beta);
    window(launcher.elements(FILE, "sum_pool", y, false), w)
        .integer(number(divisor))
        .matrix(x)
        .integer(beta != 0)
        .matrix(y)
        .run();
  }

  @Override
  public void sumPoolGradient(Window w, Window.Divisor divisor, Matrix dy, double beta, Matrix dx) {
    ImageChecks.pool("sumPoolGradient", w, dx, dy);
    Checks.beta("sumPoolGradient", beta);
    window(launcher.elements(FILE, "sum_pool_gradient", dx, false), w)
        .integer(number(divisor))
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .run();
  }

  // ---- within an example

  @Override
  public void localResponse(
      int reach, double offset, double factor, double exponent, Matrix x, Matrix scale, Matrix y) {
    Checks.same("localResponse", x, scale, y);
    launcher
        .elements("normalize.cl", "local_response", y, false)
        .integer(reach)
        .number(offset)
        .number(factor)
        .number(exponent)
        .matrix(x)
        .matrix(scale)
        .matrix(y)
        .run();
  }

  @Override
  public void localResponseGradient(
      int reach,
      double factor,
      double exponent,
      Matrix x,
      Matrix scale,
      Matrix y,
      Matrix dy,
      double beta,
      Matrix dx) {
    Checks.same("localResponseGradient", x, scale, y, dy);
    Checks.same("localResponseGradient", x, dx);
    Checks.beta("localResponseGradient", beta);
    launcher
        .elements("normalize.cl", "local_response_gradient", dx, false)
        .integer(reach)
        .number(factor)
        .number(exponent)
        .matrix(x)
        .matrix(scale)
        .matrix(y)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .run();
  }

  @Override
  public void normalizeGroups(int positions, int groups, double epsilon, Matrix x, Matrix y) {
    ImageChecks.groups("normalizeGroups", positions, groups, x, y);
    launcher
        .call("normalize.cl", "normalize_groups")
        .integer(positions)
        .integer(groups)
        .integer(x.columns() / groups)
        .number(epsilon)
        .matrix(x)
        .matrix(y)
        .groups(x.rows() / positions * groups);
  }

  @Override
  public void normalizeGroupsGradient(
      int positions,
      int groups,
      double epsilon,
      Matrix x,
      Matrix y,
      Matrix dy,
      double beta,
      Matrix dx) {
    ImageChecks.groups("normalizeGroupsGradient", positions, groups, x, dx);
    Checks.same("normalizeGroupsGradient", x, y, dy);
    Checks.beta("normalizeGroupsGradient", beta);
    launcher
        .call("normalize.cl", "normalize_groups_gradient")
        .integer(positions)
        .integer(groups)
        .integer(x.columns() / groups)
        .number(epsilon)
        .matrix(x)
        .matrix(y)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .groups(x.rows() / positions * groups);
  }

  @Override
  public void dropChannels(int positions, Matrix x, double rate, long key, double beta, Matrix y) {
    ImageChecks.positions("dropChannels", positions, x, y);
    Checks.rate(rate);
    Checks.beta("dropChannels", beta);
    Call c =
        launcher
            .elements("elements.cl", "drop_channels", y, positions == 1 && flat(x, y))
            .integer(positions)
            .matrix(x);
    ElementKernels.chance(c, rate, key).integer(beta != 0).matrix(y).run();
  }
}
