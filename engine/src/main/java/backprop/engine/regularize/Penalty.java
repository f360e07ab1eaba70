// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

/**
 * A {@link Regularization} that is added to the loss: element by element ({@link Regularizer}) or
 * matrix by matrix ({@link MatrixRegularizer}).
 */
public interface Penalty extends Regularization {}
