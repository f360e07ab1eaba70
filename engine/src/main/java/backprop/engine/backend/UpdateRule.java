// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * One pass over a range of the flat vectors: the whole step of an optimizer, or the change that a
 * regularizer makes to the gradients. Everything that varies from step to step (rates, bias
 * corrections) comes in {@code constants}, computed in double precision by the caller.
 *
 * <p>Both forms use the same index in every array (see {@link Elementwise}) and allocate nothing.
 */
public interface UpdateRule {
  /**
   * Updates weights, gradients or slots in {@code from <= i < to}.
   *
   * @param weights the flat vector of parameters
   * @param gradients the flat vector of their gradients
   * @param slots the optimizer's own flat vectors, as many as it asked for
   * @param constants what varies from step to step
   */
  void update(
      float[] weights, float[] gradients, float[][] slots, double[] constants, int from, int to);

  /** The same in double precision, for the reference. */
  void update(
      double[] weights, double[] gradients, double[][] slots, double[] constants, int from, int to);
}
