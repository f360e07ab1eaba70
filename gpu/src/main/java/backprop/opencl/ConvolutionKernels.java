// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Checks;
import backprop.engine.backend.ImageChecks;
import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import backprop.opencl.Launcher.Scratch;

/**
 * Convolutions as products with patches, which are laid out for as many examples at a time as
 * {@link #PATCHES} numbers hold.
 */
abstract class ConvolutionKernels implements ImageKernels {
  static final String FILE = "images.cl";

  private static final int PATCHES = 32 << 20;
  private static final int MOST_PARTS = 64;
  private static final int LEAST_PART = 512;

  final Launcher launcher;
  private final Gemm gemm;
  private final Sums sums;

  ConvolutionKernels(Launcher launcher, Gemm gemm, Sums sums) {
    this.launcher = launcher;
    this.gemm = gemm;
    this.sums = sums;
  }

  static Call window(Call c, Window w) {
    return axis(axis(c, w.vertical()), w.horizontal());
  }

  static Call axis(Call c, Axis a) {
    return c.integer(a.in())
        .integer(a.kernel())
        .integer(a.stride())
        .integer(a.dilation())
        .integer(a.before())
        .integer(a.out());
  }

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
    // Neighboring work-items of a GPU write neighbors; one of a processor rather copies whole rows.
    boolean whole = launcher.device().info().isProcessor();
    Call c =
        whole
            ? launcher.call(FILE, "patch_rows").integer(count * w.out())
            : launcher.call(FILE, "patches").elements(count * w.out(), row);
    window(c, w).integer(groups).integer(x.columns()).integer(first).matrix(x).matrix(to, 0, row);
    if (whole) {
      c.items(count * w.out());
    } else {
      c.run();
    }
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
            gemm.product(false, false, count * w.out(), outs, inner)
                .a(room, g * inner, row)
                .b(Call.of(weights), weights.offset() + g * outs, weights.stride())
                .adding(beta)
                .c(Call.of(y), at(y, first * w.out()) + g * outs, y.stride())
                .bias(bias == null ? null : bias.columns(g * outs, outs))
                .run();
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
            gemm.product(false, true, count * w.out(), inner, outs)
                .a(Call.of(dy), at(dy, first * w.out()) + g * outs, dy.stride())
                .b(Call.of(weights), weights.offset() + g * outs, weights.stride())
                .c(room, g * inner, row)
                .run();
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
          double kept = first > 0 ? 1 : beta;
          int parts = groups == 1 && dw.contiguous() ? parts(count, w.out()) : 1;
          if (parts > 1) {
            weightGradientInParts(parts, count * w.out(), room, row, first, w, dy, kept, dw);
            return;
          }
          for (int g = 0; g < groups; g++) {
            gemm.product(true, false, inner, outs, count * w.out())
                .a(room, g * inner, row)
                .b(Call.of(dy), at(dy, first * w.out()) + g * outs, dy.stride())
                .adding(kept)
                .c(Call.of(dw), dw.offset() + g * outs, dw.stride())
                .run();
          }
        });
  }

  /**
   * Into how many equal parts the long sum over output positions is split: a small matrix of
   * weights alone would keep few units of a device busy. Depends on the sizes alone.
   */
  private static int parts(int examples, int positions) {
    int parts = 1;
    for (int i = 2; i <= Math.min(examples, MOST_PARTS); i++) {
      if (examples % i == 0 && (long) examples / i * positions >= LEAST_PART) {
        parts = i;
      }
    }
    return parts;
  }

  private void weightGradientInParts(
      int parts,
      int positions,
      DeviceBuffer patches,
      int row,
      int first,
      Window w,
      Matrix dy,
      double beta,
      Matrix dw) {
    int each = positions / parts;
    DeviceBuffer some = launcher.scratch(Scratch.SPLIT, parts * dw.size());
    gemm.product(true, false, dw.rows(), dw.columns(), each)
        .a(patches, 0, row)
        .b(Call.of(dy), at(dy, first * w.out()), dy.stride())
        .c(some, 0, dw.columns())
        .blocks(parts, each * row, each * dy.stride(), dw.size())
        .run();
    sums.rows(some, parts, dw.size(), beta, Call.of(dw), dw.offset());
  }

  /** Where a row begins. */
  private static int at(Matrix x, int row) {
    return x.offset() + row * x.stride();
  }
}
