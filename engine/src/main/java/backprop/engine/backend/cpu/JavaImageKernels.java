// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Checks;
import backprop.engine.backend.ImageChecks;
import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;

/**
 * Images on floats. This class checks the sizes; the loops are in {@link Convolution}, {@link
 * Depthwise}, {@link Pooling} and {@link WithinExamples}.
 */
final class JavaImageKernels implements ImageKernels {
  private final Convolution convolution;
  private final Depthwise depthwise;
  private final Pooling pooling;
  private final WithinExamples within;

  JavaImageKernels(Workers workers, Scratch[] scratch, Product gemm, Product.Maker maker) {
    convolution = new Convolution(workers, gemm, maker);
    depthwise = new Depthwise(workers, scratch);
    pooling = new Pooling(workers, scratch);
    within = new WithinExamples(workers, scratch);
  }

  @Override
  public void convolve(
      Window w, int groups, Matrix x, Matrix weights, Matrix bias, double beta, Matrix y) {
    ImageChecks.convolution("convolve", w, groups, x, weights, bias, y);
    Checks.beta("convolve", beta);
    convolution.forward(w, groups, x, weights, bias, beta, y);
  }

  @Override
  public void convolveInputGradient(
      Window w, int groups, Matrix dy, Matrix weights, double beta, Matrix dx) {
    ImageChecks.convolution("convolveInputGradient", w, groups, dx, weights, null, dy);
    Checks.beta("convolveInputGradient", beta);
    convolution.inputGradient(w, groups, dy, weights, beta, dx);
  }

  @Override
  public void convolveWeightGradient(
      Window w, int groups, Matrix x, Matrix dy, double beta, Matrix dw) {
    ImageChecks.convolution("convolveWeightGradient", w, groups, x, dw, null, dy);
    Checks.beta("convolveWeightGradient", beta);
    convolution.weightGradient(w, groups, x, dy, beta, dw);
  }

  @Override
  public void depthwise(Window w, Matrix x, Matrix weights, Matrix y) {
    ImageChecks.depthwise("depthwise", w, x, weights, y);
    depthwise.forward(w, x, weights, y);
  }

  @Override
  public void depthwiseInputGradient(Window w, Matrix dy, Matrix weights, double beta, Matrix dx) {
    ImageChecks.depthwise("depthwiseInputGradient", w, dx, weights, dy);
    Checks.beta("depthwiseInputGradient", beta);
    depthwise.inputGradient(w, dy, weights, beta, dx);
  }

  @Override
  public void depthwiseWeightGradient(Window w, Matrix x, Matrix dy, double beta, Matrix dw) {
    ImageChecks.depthwise("depthwiseWeightGradient", w, x, dw, dy);
    Checks.beta("depthwiseWeightGradient", beta);
    depthwise.weightGradient(w, x, dy, beta, dw);
  }

  @Override
  public void maxPool(Window w, Matrix x, Matrix y) {
    ImageChecks.maxPool("maxPool", w, x, y);
    pooling.max(w, x, y);
  }

  @Override
  public void maxPoolGradient(Window w, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {
    ImageChecks.maxPool("maxPoolGradient", w, x, y);
    Checks.same("maxPoolGradient", y, dy);
    Checks.same("maxPoolGradient", x, dx);
    Checks.beta("maxPoolGradient", beta);
    pooling.maxGradient(w, x, y, dy, beta, dx);
  }

  @Override
  public void sumPool(Window w, Window.Divisor divisor, Matrix x, double beta, Matrix y) {
    ImageChecks.pool("sumPool", w, x, y);
    Checks.beta("sumPool", beta);
    pooling.sum(w, divisor, x, beta, y);
  }

  @Override
  public void sumPoolGradient(Window w, Window.Divisor divisor, Matrix dy, double beta, Matrix dx) {
    ImageChecks.pool("sumPoolGradient", w, dx, dy);
    Checks.beta("sumPoolGradient", beta);
    pooling.sumGradient(w, divisor, dy, beta, dx);
  }

  @Override
  public void localResponse(
      int reach, double offset, double factor, double exponent, Matrix x, Matrix scale, Matrix y) {
    Checks.same("localResponse", x, scale, y);
    within.response(reach, offset, factor, exponent, x, scale, y);
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
    within.responseGradient(reach, factor, exponent, x, scale, y, dy, beta, dx);
  }

  @Override
  public void normalizeGroups(int positions, int groups, double epsilon, Matrix x, Matrix y) {
    ImageChecks.groups("normalizeGroups", positions, groups, x, y);
    within.normalize(positions, groups, epsilon, x, y);
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
    within.normalizeGradient(positions, groups, epsilon, x, y, dy, beta, dx);
  }

  @Override
  public void dropChannels(int positions, Matrix x, double rate, long key, double beta, Matrix y) {
    ImageChecks.positions("dropChannels", positions, x, y);
    Checks.rate(rate);
    Checks.beta("dropChannels", beta);
    within.drop(positions, x, rate, key, beta, y);
  }
}
