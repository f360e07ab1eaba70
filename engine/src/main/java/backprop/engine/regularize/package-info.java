// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Penalties on weights that are added to the loss.
 *
 * <pre>
 *   Regularization: what users list, "l2(1e-4), max-norm(3)"
 *     Regularizer   penalty and its gradient, before the optimizer's step
 *     Constraint    projection, after it (package constrain)
 * </pre>
 *
 * <p>Invariants: penalties act on weights, not on biases, gains and embeddings; they are immutable
 * records; adding a gradient is one pass over a range and allocates nothing.
 *
 * <p>To add one: a record that implements {@link backprop.engine.regularize.Regularizer}, its
 * prototype in the catalogs, and its line in {@code RegularizerTest}.
 */
package backprop.engine.regularize;
