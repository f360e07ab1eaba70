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
 * <p>Three kinds of rows, with the same bits: {@code Examples} are floats on the backend, fastest
 * for what is small; {@code CompactExamples} pack columns of few values into bytes or keep sparse
 * inputs sparse, in memory or, beyond a budget, in a temporary file that is gone with them. A file
 * has an order of its own: blocks in random order, and the rows of as many blocks as half the
 * budget holds shuffled together. Sparse inputs reach a first layer of weighted sums as a {@code
 * SparseMatrix}, whose products add in another order than dense ones; before all other layers, and
 * where inputs are augmented, mixed or differentiated twice, each minibatch is spread out.
 *
 * <p>Invariants: the result depends on network, spec and rows, not on threads or listeners; a step
 * allocates nothing; the order of rows in an epoch and all masks are functions of the seed and the
 * epoch or step, for rows in a file also of the budget; an interrupt ends training before the next
 * minibatch, a time limit after the current step.
 */
package backprop.engine.train;
