// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Training.
 *
 * <pre>
 *   Batches --load--> Program.forward, backward --> penalties --> Optimizer --> constraints
 *      '-- after each epoch: validation loss, early stopping, snapshot, TrainingEvent
 * </pre>
 *
 * <p>Invariants: the result depends on network, spec and rows, not on threads or listeners; a step
 * allocates nothing; the order of rows in an epoch and all masks are functions of the seed and the
 * epoch or step; an interrupt ends training before the next minibatch.
 */
package backprop.engine.train;
