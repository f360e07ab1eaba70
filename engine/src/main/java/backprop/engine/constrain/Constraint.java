// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.constrain;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.regularize.Regularization;

/** Puts a weight matrix back into an allowed set after each step. Applies to role WEIGHT. */
public interface Constraint extends Regularization {
  /** Projects one weight matrix (fan-in x units). Allocates nothing. */
  void project(Kernels k, Matrix w);
}
