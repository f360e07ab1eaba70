// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import static backprop.engine.backend.dual.DualBuffer.tangents;
import static backprop.engine.backend.dual.DualBuffer.values;

import backprop.engine.backend.Axis;
import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;

/**
 * Loops over images on dual numbers: convolutions are linear in input and weights, pooling is
 * linear. Normalization across channels and within groups, and the largest number of windows that
 * overlap, have no tangent.
 */
final class DualImageKernels implements ImageKernels {
  private final Kernels k;
  private final Temporary temporary;

  DualImageKernels(Kernels k, Temporary temporary) {
    this.k = k;
    this.temporary = temporary;
  }

  @Override
  public void convolve(
      Window window, int groups, Matrix x, Matrix weights, Matrix bias, double beta, Matrix y) {
    Matrix b = bias == null ? null : values(bias);
    Matrix db = bias == null ? null : tangents(bias);
    ImageKernels i = k.images();
    i.convolve(window, groups, tangents(x), values(weights), db, beta, tangents(y));
    i.convolve(window, groups, values(x), tangents(weights), null, 1, tangents(y));
    i.convolve(window, groups, values(x), values(weights), b, beta, values(y));
  }

  @Override
  public void convolveInputGradient(
      Window window, int groups, Matrix dy, Matrix weights, double beta, Matrix dx) {
    ImageKernels i = k.images();
    i.convolveInputGradient(window, groups, tangents(dy), values(weights), beta, tangents(dx));
    i.convolveInputGradient(window, groups, values(dy), tangents(weights), 1, tangents(dx));
    i.convolveInputGradient(window, groups, values(dy), values(weights), beta, values(dx));
  }

  @Override
  public void convolveWeightGradient(
      Window window, int groups, Matrix x, Matrix dy, double beta, Matrix dw) {
    ImageKernels i = k.images();
    i.convolveWeightGradient(window, groups, tangents(x), values(dy), beta, tangents(dw));
    i.convolveWeightGradient(window, groups, values(x), tangents(dy), 1, tangents(dw));
    i.convolveWeightGradient(window, groups, values(x), values(dy), beta, values(dw));
  }

  @Override
  public void depthwise(Window window, Matrix x, Matrix weights, Matrix y) {
    Matrix other = temporary.like(0, y);
    k.images().depthwise(window, values(x), tangents(weights), other);
    k.images().depthwise(window, tangents(x), values(weights), tangents(y));
    k.axpby(1, other, 1, tangents(y));
    k.images().depthwise(window, values(x), values(weights), values(y));
  }

  @Override
  public void depthwiseInputGradient(
      Window window, Matrix dy, Matrix weights, double beta, Matrix dx) {
    ImageKernels i = k.images();
    i.depthwiseInputGradient(window, tangents(dy), values(weights), beta, tangents(dx));
    i.depthwiseInputGradient(window, values(dy), tangents(weights), 1, tangents(dx));
    i.depthwiseInputGradient(window, values(dy), values(weights), beta, values(dx));
  }

  @Override
  public void depthwiseWeightGradient(Window window, Matrix x, Matrix dy, double beta, Matrix dw) {
    ImageKernels i = k.images();
    i.depthwiseWeightGradient(window, tangents(x), values(dy), beta, tangents(dw));
    i.depthwiseWeightGradient(window, values(x), tangents(dy), 1, tangents(dw));
    i.depthwiseWeightGradient(window, values(x), values(dy), beta, values(dw));
  }

  /** The tangent of the largest: the gradient of ones says which one it is. */
  @Override
  public void maxPool(Window window, Matrix x, Matrix y) {
    if (overlaps(window.vertical()) || overlaps(window.horizontal())) {
      throw new NoTangentException(
          "the largest number of windows that overlap has no second derivatives here: windows"
              + " would need a stride of their size");
    }
    Matrix chosen = temporary.like(0, x);
    Matrix along = temporary.like(1, x);
    k.images().maxPool(window, values(x), values(y));
    k.images()
        .maxPoolGradient(
            window, values(x), values(y), temporary.ones(y.rows(), y.columns()), 0, chosen);
    k.multiply(chosen, tangents(x), 0, along);
    k.images().sumPool(window, Window.Divisor.ONE, along, 0, tangents(y));
  }

  private static boolean overlaps(Axis a) {
    return a.out() > 1 && a.stride() < (a.kernel() - 1) * a.dilation() + 1;
  }

  @Override
  public void maxPoolGradient(
      Window window, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {
    k.images().maxPoolGradient(window, values(x), values(y), tangents(dy), beta, tangents(dx));
    k.images().maxPoolGradient(window, values(x), values(y), values(dy), beta, values(dx));
  }

  @Override
  public void sumPool(Window window, Window.Divisor divisor, Matrix x, double beta, Matrix y) {
    k.images().sumPool(window, divisor, tangents(x), beta, tangents(y));
    k.images().sumPool(window, divisor, values(x), beta, values(y));
  }

  @Override
  public void sumPoolGradient(
      Window window, Window.Divisor divisor, Matrix dy, double beta, Matrix dx) {
    k.images().sumPoolGradient(window, divisor, tangents(dy), beta, tangents(dx));
    k.images().sumPoolGradient(window, divisor, values(dy), beta, values(dx));
  }

  private static NoTangentException within(String what) {
    return new NoTangentException("normalization " + what + " has no second derivatives");
  }

  @Override
  public void localResponse(
      int reach, double offset, double factor, double exponent, Matrix x, Matrix scale, Matrix y) {
    throw within("across neighboring channels");
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
    throw within("across neighboring channels");
  }

  @Override
  public void normalizeGroups(int positions, int groups, double epsilon, Matrix x, Matrix y) {
    throw within("within groups of channels");
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
    throw within("within groups of channels");
  }

  @Override
  public void dropChannels(int positions, Matrix x, double rate, long key, double beta, Matrix y) {
    k.images().dropChannels(positions, tangents(x), rate, key, beta, tangents(y));
    k.images().dropChannels(positions, values(x), rate, key, beta, values(y));
  }
}
