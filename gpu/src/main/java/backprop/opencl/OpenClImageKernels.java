// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static backprop.opencl.Launcher.flat;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Checks;
import backprop.engine.backend.ImageChecks;
import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import backprop.opencl.Launcher.Scratch;

/**
 * {@link ImageKernels} on a device. Convolutions are products with patches, which are laid out for
 * as many examples at a time as {@link #PATCHES} numbers hold.
 */
final class OpenClImageKernels implements ImageKernels {
  private static final int PATCHES = 32 << 20;
  private static final String FILE = "images.cl";

  private final Launcher launcher;
  private final Gemm gemm;

  OpenClImageKernels(Launcher launcher, Gemm gemm) {
    this.launcher = launcher;
    this.gemm = gemm;
  }

  private static Call window(Call c, Window w) {
    return axis(axis(c, w.vertical()), w.horizontal());
  }

  private static Call axis(Call c, Axis a) {
    return c.integer(a.in())
        .integer(a.kernel())
        .integer(a.stride())
        .integer(a.dilation())
        .integer(a.before())
        .integer(a.out());
  }

  // ---- convolution

  /** What is done with the patches of some examples. */
  private interface Chunk {
    void run(int first, int count, DeviceBuffer patches);
  }

  private void chunks(Window w, int channels, int examples, Chunk chunk) {
    int row = w.places() * channels;
    int most = Math.max(1, Math.min(examples, PATCHES / Math.max(1, w.out() * row)));
    DeviceBuffer room = launcher.scratch(Scratch.PATCHES, most * w.out() * row);
    for (int first = 0; first < examples; first += most) {
      chunk.run(first, Math.min(most, examples - first), room);
    }
  }

  private void patches(Window w, int groups, Matrix x, int first, int count, DeviceBuffer to) {
    int row = w.places() * x.columns();
    Call c = launcher.call(FILE, "patches").elements(count * w.out(), row);
    window(c, w)
        .integer(groups)
        .integer(x.columns())
        .integer(first)
        .matrix(x)
        .matrix(to, 0, row)
        .run();
  }

  @Override
  public void convolve(
      Window w, int groups, Matrix x, Matrix weights, Matrix bias, double beta, Matrix y) {
    ImageChecks.convolution("convolve", w, groups, x, weights, bias, y);
    Checks.beta("convolve", beta);
    int examples = x.rows() / w.in();
    int inner = weights.rows();
    int outs = y.columns() / groups;
    int row = w.places() * x.columns();
    chunks(
        w,
        x.columns(),
        examples,
        (first, count, room) -> {
          patches(w, groups, x, first, count, room);
          for (int g = 0; g < groups; g++) {
            gemm.product(
                false,
                false,
                count * w.out(),
                outs,
                inner,
                1,
                room,
                g * inner,
                row,
                Call.of(weights),
                weights.offset() + g * outs,
                weights.stride(),
                beta,
                Call.of(y),
                y.offset() + first * w.out() * y.stride() + g * outs,
                y.stride(),
                bias == null ? null : bias.columns(g * outs, outs));
          }
        });
  }

  @Override
  public void convolveInputGradient(
      Window w, int groups, Matrix dy, Matrix weights, double beta, Matrix dx) {
    ImageChecks.convolution("convolveInputGradient", w, groups, dx, weights, null, dy);
    Checks.beta("convolveInputGradient", beta);
    int examples = dx.rows() / w.in();
    int inner = weights.rows();
    int outs = dy.columns() / groups;
    int row = w.places() * dx.columns();
    chunks(
        w,
        dx.columns(),
        examples,
        (first, count, room) -> {
          for (int g = 0; g < groups; g++) {
            gemm.product(
                false,
                true,
                count * w.out(),
                inner,
                outs,
                1,
                Call.of(dy),
                dy.offset() + first * w.out() * dy.stride() + g * outs,
                dy.stride(),
                Call.of(weights),
                weights.offset() + g * outs,
                weights.stride(),
                0,
                room,
                g * inner,
                row,
                null);
          }
          Call c = launcher.call(FILE, "unpatch").elements(count * w.in(), dx.columns());
          window(c, w)
              .integer(groups)
              .integer(dx.columns())
              .integer(first)
              .matrix(room, 0, row)
              .integer(beta != 0)
              .matrix(dx)
              .run();
        });
  }

  @Override
  public void convolveWeightGradient(
      Window w, int groups, Matrix x, Matrix dy, double beta, Matrix dw) {
    ImageChecks.convolution("convolveWeightGradient", w, groups, x, dw, null, dy);
    Checks.beta("convolveWeightGradient", beta);
    int examples = x.rows() / w.in();
    int inner = dw.rows();
    int outs = dy.columns() / groups;
    int row = w.places() * x.columns();
    if (examples == 0 && beta == 0) {
      launcher.elements("elements.cl", "fill", dw, dw.contiguous()).matrix(dw).number(0).run();
    }
    chunks(
        w,
        x.columns(),
        examples,
        (first, count, room) -> {
          patches(w, groups, x, first, count, room);
          for (int g = 0; g < groups; g++) {
            gemm.product(
                true,
                false,
                inner,
                outs,
                count * w.out(),
                1,
                room,
                g * inner,
                row,
                Call.of(dy),
                dy.offset() + first * w.out() * dy.stride() + g * outs,
                dy.stride(),
                first > 0 ? 1 : beta,
                Call.of(dw),
                dw.offset() + g * outs,
                dw.stride(),
                null);
          }
        });
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
