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
 * linear, and so is the choice of the largest numbers.
 */
final class DualImageKernels implements ImageKernels {
  private final Kernels k;
  private final Temporary temporary;
  private final ImageNormalizationTangents normalization;

  DualImageKernels(Kernels k, Temporary temporary) {
    this.k = k;
    this.temporary = temporary;
    this.normalization = new ImageNormalizationTangents(k, temporary);
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

  /**
   * The tangent of the largest: the gradient of ones says which one it is. Windows that overlap
   * take turns, so that each finds only what itself has chosen.
   */
  @Override
  public void maxPool(Window window, Matrix x, Matrix y) {
    Matrix chosen = temporary.like(0, x);
    Matrix along = temporary.like(1, x);
    Matrix ones = temporary.like(2, y);
    Matrix found = temporary.like(3, y);
    k.images().maxPool(window, values(x), values(y));
    int down = turns(window.vertical());
    int right = turns(window.horizontal());
    for (int turn = 0; turn < down * right; turn++) {
      ones.set(ofTurn(window, y, down, turn / right, right, turn % right));
      k.images().maxPoolGradient(window, values(x), values(y), ones, 0, chosen);
      k.multiply(chosen, tangents(x), 0, along);
      k.images().sumPool(window, Window.Divisor.ONE, along, 0, found);
      k.multiply(found, ones, turn == 0 ? 0 : 1, tangents(y));
    }
  }

  /** How many neighboring windows overlap. */
  private static int turns(Axis a) {
    int extent = (a.kernel() - 1) * a.dilation() + 1;
    return Math.min(a.out(), (extent + a.stride() - 1) / a.stride());
  }

  /** Ones at every so many windows down and right. */
  private static double[] ofTurn(
      Window w, Matrix y, int down, int fromDown, int right, int fromRight) {
    double[] ones = new double[y.size()];
    int wide = w.horizontal().out();
    for (int i = 0; i < ones.length; i++) {
      int position = i / y.columns() % w.out();
      boolean mine = position / wide % down == fromDown && position % wide % right == fromRight;
      ones[i] = mine ? 1 : 0;
    }
    return ones;
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

  @Override
  public void localResponse(
      int reach, double offset, double factor, double exponent, Matrix x, Matrix scale, Matrix y) {
    normalization.local(reach, offset, factor, exponent, x, scale, y);
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
    normalization.localGradient(reach, factor, exponent, x, scale, y, dy, beta, dx);
  }

  @Override
  public void normalizeGroups(int positions, int groups, double epsilon, Matrix x, Matrix y) {
    normalization.groups(positions, groups, epsilon, x, y);
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
    normalization.groupsGradient(positions, groups, epsilon, x, y, dy, beta, dx);
  }

  @Override
  public void dropChannels(int positions, Matrix x, double rate, long key, double beta, Matrix y) {
    k.images().dropChannels(positions, tangents(x), rate, key, beta, tangents(y));
    k.images().dropChannels(positions, values(x), rate, key, beta, values(y));
  }
}
