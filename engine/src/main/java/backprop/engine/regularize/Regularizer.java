// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;

/** A penalty on single weights, whatever matrix they are in. Applies to slots of role WEIGHT. */
public interface Regularizer extends Penalty {
  /** The penalty of a range of the flat vector. */
  double penalty(Kernels k, Matrix weights);

  /**
   * The second derivative by each weight, the same for all weights wherever they are; mixed ones
   * are zero.
   *
   * @throws IllegalArgumentException where that is not so, in one sentence
   */
  default double curvature() {
    throw new IllegalArgumentException(
        "the penalty " + this + " has no simple second derivative: use lbfgs or adam with it");
  }

  /**
   * Adds the penalty's gradient. Allocates nothing.
   *
   * @param from first index of the range
   * @param count number of elements
   * @param weights the whole flat vector
   * @param gradients the whole flat vector
   * @param scratch room for the constants of an {@code UpdateRule}, at least 2
   */
  void addGradient(
      Kernels k, int from, int count, Matrix weights, Matrix gradients, double[] scratch);
}
