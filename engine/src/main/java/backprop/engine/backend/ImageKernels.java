// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Loops over images and windows of sequences: convolution, pooling, normalization within an
 * example. Rows of a matrix are examples and, within one, positions in row-major order; columns are
 * channels. The conventions are those of {@link Kernels}: outputs come last, beta is 0 or 1.
 *
 * <p>Weights of a convolution have one column for each output channel and one row for each place of
 * the window and input channel of the group, places row by row, channels fastest. With groups, the
 * input and output channels are cut into as many equal parts, and each part of the output sees its
 * part of the input alone.
 */
public interface ImageKernels {
  // ---- convolution (cross-correlation, as everywhere in this field: the kernel is not flipped)

  /**
   * {@code y(o) = sum over places k, channels c of x(window(o, k), c) * w(k, c) + bias + beta * y}.
   *
   * @param x examples * window.in() rows
   * @param weights window.places() * channels / groups rows
   * @param bias 1 x output channels, or null; only with beta 0
   * @param y examples * window.out() rows
   */
  void convolve(
      Window window, int groups, Matrix x, Matrix weights, Matrix bias, double beta, Matrix y);

  /** The gradient of the input, from that of the output; also a transposed convolution's output. */
  void convolveInputGradient(
      Window window, int groups, Matrix dy, Matrix weights, double beta, Matrix dx);

  /** The gradient of the weights, from input and gradient of the output. */
  void convolveWeightGradient(
      Window window, int groups, Matrix x, Matrix dy, double beta, Matrix dw);

  /**
   * Every channel c by itself into {@code m} output channels {@code c * m ... c * m + m - 1}:
   * {@code y(o, c * m + j) = sum over places k of x(window(o, k), c) * w(k, c * m + j)}.
   *
   * @param weights window.places() x output channels
   */
  void depthwise(Window window, Matrix x, Matrix weights, Matrix y);

  /** The gradient of the input of {@link #depthwise}. */
  void depthwiseInputGradient(Window window, Matrix dy, Matrix weights, double beta, Matrix dx);

  /** The gradient of the weights of {@link #depthwise}. */
  void depthwiseWeightGradient(Window window, Matrix x, Matrix dy, double beta, Matrix dw);

  // ---- pooling

  /**
   * The largest number of every window, channel by channel. Padding never is the largest; every
   * window must have a place inside the input.
   */
  void maxPool(Window window, Matrix x, Matrix y);

  /** The gradient of {@link #maxPool}: where several are the largest, it goes to the first. */
  void maxPoolGradient(Window window, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx);

  /**
   * {@code y = factor * sum over the window + beta * y}, channel by channel, padding being 0; the
   * factor is {@link Window#factor}.
   */
  void sumPool(Window window, Window.Divisor divisor, Matrix x, double beta, Matrix y);

  /** The gradient of {@link #sumPool}, hence its transpose. */
  void sumPoolGradient(Window window, Window.Divisor divisor, Matrix dy, double beta, Matrix dx);

  // ---- within an example

  /**
   * Normalization across neighboring channels, row by row: {@code y = x / s^exponent} with {@code
   * s(i) = offset + factor * sum of x(j)^2} over the channels j from {@code i - reach} to {@code i
   * + reach}.
   *
   * @param scale receives s, of the size of x
   */
  void localResponse(
      int reach, double offset, double factor, double exponent, Matrix x, Matrix scale, Matrix y);

  /**
   * {@code dx(i) = dy(i) / s(i)^exponent - 2 * factor * exponent * x(i) * sum of dy(j) * y(j) /
   * s(j)} over the same channels j, plus {@code beta * dx}.
   */
  void localResponseGradient(
      int reach,
      double factor,
      double exponent,
      Matrix x,
      Matrix scale,
      Matrix y,
      Matrix dy,
      double beta,
      Matrix dx);

  /**
   * Every group of neighboring channels of every example to mean 0 and variance 1 over positions
   * and channels: {@code y = (x - mean) / sqrt(variance + epsilon)}.
   *
   * @param positions rows of an example
   */
  void normalizeGroups(int positions, int groups, double epsilon, Matrix x, Matrix y);

  /**
   * {@code dx = (dy - mean(dy) - y * mean(dy * y)) / sqrt(variance(x) + epsilon) + beta * dx},
   * means over each group of each example.
   */
  void normalizeGroupsGradient(
      int positions,
      int groups,
      double epsilon,
      Matrix x,
      Matrix y,
      Matrix dy,
      double beta,
      Matrix dx);

  /**
   * Inverted dropout of whole channels: as {@link Kernels#dropout}, with one number for each
   * example and channel, element {@code example * columns + channel} of the key's.
   *
   * @param positions rows of an example
   */
  void dropChannels(int positions, Matrix x, double rate, long key, double beta, Matrix y);
}
