// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;

/** The part of {@link IdleKernels} for images. */
final class IdleImageKernels implements ImageKernels {
  @Override
  public void convolve(
      Window window, int groups, Matrix x, Matrix weights, Matrix bias, double beta, Matrix y) {}

  @Override
  public void convolveInputGradient(
      Window window, int groups, Matrix dy, Matrix weights, double beta, Matrix dx) {}

  @Override
  public void convolveWeightGradient(
      Window window, int groups, Matrix x, Matrix dy, double beta, Matrix dw) {}

  @Override
  public void depthwise(Window window, Matrix x, Matrix weights, Matrix y) {}

  @Override
  public void depthwiseInputGradient(
      Window window, Matrix dy, Matrix weights, double beta, Matrix dx) {}

  @Override
  public void depthwiseWeightGradient(Window window, Matrix x, Matrix dy, double beta, Matrix dw) {}

  @Override
  public void maxPool(Window window, Matrix x, Matrix y) {}

  @Override
  public void maxPoolGradient(
      Window window, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {}

  @Override
  public void sumPool(Window window, Window.Divisor divisor, Matrix x, double beta, Matrix y) {}

  @Override
  public void sumPoolGradient(
      Window window, Window.Divisor divisor, Matrix dy, double beta, Matrix dx) {}

  @Override
  public void localResponse(
      int reach, double offset, double factor, double exponent, Matrix x, Matrix scale, Matrix y) {}

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
      Matrix dx) {}

  @Override
  public void normalizeGroups(int positions, int groups, double epsilon, Matrix x, Matrix y) {}

  @Override
  public void normalizeGroupsGradient(
      int positions,
      int groups,
      double epsilon,
      Matrix x,
      Matrix y,
      Matrix dy,
      double beta,
      Matrix dx) {}

  @Override
  public void dropChannels(int positions, Matrix x, double rate, long key, double beta, Matrix y) {}
}
