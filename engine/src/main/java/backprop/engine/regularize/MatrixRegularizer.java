// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;

/** A penalty on whole weight matrices. Applies to slots of role WEIGHT. */
public interface MatrixRegularizer extends Penalty {
  /**
   * The penalty of one weight matrix (fan-in x units).
   *
   * @param scratch room for that matrix, which the call overwrites
   */
  double penalty(Kernels k, Matrix weights, GramScratch scratch);

  /**
   * Adds the penalty's gradient. Allocates nothing.
   *
   * @param weights one weight matrix
   * @param gradients its gradients, of the same size
   * @param scratch room for that matrix, which the call overwrites
   */
  void addGradient(Kernels k, Matrix weights, Matrix gradients, GramScratch scratch);

  /**
   * Adds the product of the penalty's second derivatives with a vector.
   *
   * @param weights one weight matrix
   * @param vector the vector's numbers for that matrix, of the same size
   * @param product receives the sum, of the same size
   * @param scratch room for that matrix, which the call overwrites
   */
  void addCurvature(Kernels k, Matrix weights, Matrix vector, Matrix product, GramScratch scratch);
}
