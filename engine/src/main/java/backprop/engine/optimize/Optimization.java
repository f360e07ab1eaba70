// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

/**
 * How weights are found: by steps along the gradients of minibatches ({@link Optimizer}), or by
 * minimizing the loss of all rows as one function ({@link Minimizer}).
 */
public sealed interface Optimization permits Optimizer, Minimizer {}
