// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Training.
 *
 * <pre>
 *   Batches --MinibatchLoader: augment, mix--> Program.forward, backward (again where gradients are
 *      |                                 accumulated) --> penalties --> Optimizer --> constraints
 *      '-- after each epoch: Evaluation (loss, metric) --> EpochJudge --> snapshot, TrainingEvent
 * </pre>
 *
 * <p>Invariants: the result depends on network, spec and rows, not on threads or listeners; a step
 * allocates nothing; the order of rows in an epoch and all masks are functions of the seed and the
 * epoch or step; an interrupt ends training before the next minibatch, a time limit after the
 * current step.
 */
package backprop.engine.train;
