// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Activations and losses that are more than a function of one number: log-softmax, functions of
 * whole rows, slopes by chance. The conventions are those of {@link Kernels}.
 */
public interface RowKernels {
  /** {@code y = x - log(sum(exp(x)))} over every row, shifted by the row's maximum; y may be x. */
  void logSoftmax(Matrix x, Matrix y);

  /** {@code dx = dy - exp(y) * sum(dy) + beta * dx}, sums over each row; beta is 0 or 1. */
  void logSoftmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx);

  /** {@code loss = f(output, target)} row by row; loss is rows x 1. */
  void rowLoss(Rowwise f, Matrix output, Matrix target, Matrix loss);

  /** {@code dx = f'(output, target) * dloss + beta * dx} row by row; beta is 0 or 1. */
  void rowLossGradient(
      Rowwise f, Matrix output, Matrix target, Matrix dloss, double beta, Matrix dx);

  /** {@code y = f(x)} row by row; y has as many rows as x. */
  void rowMap(RowFunction f, Matrix x, Matrix y);

  /**
   * {@code y = v * slope + beta * y}, where the slope is 1 for elements whose {@code x} is above 0,
   * and else {@code lower + (upper - lower) * u}; u of element (r, c) is the unsigned number {@link
   * RandomStream#bits} of (low and high half of the key, r * columns + c), divided by 2^32.
   *
   * @param v what is multiplied: x itself, or a gradient
   * @param beta 0 or 1
   */
  void randomSlope(Matrix x, Matrix v, double lower, double upper, long key, double beta, Matrix y);
}
