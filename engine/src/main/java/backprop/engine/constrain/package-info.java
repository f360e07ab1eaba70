// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Sets that weights must stay in.
 *
 * <pre>
 *   Optimizer.step --> Constraint.project, one weight matrix after the other --> next step
 * </pre>
 *
 * <p>Invariants: constraints act on weight matrices (fan-in x units), not on biases, gains and
 * embeddings; projecting twice changes nothing more; nothing is allocated.
 *
 * <p>To add one: a record that implements {@link backprop.engine.constrain.Constraint}, its
 * prototype in the catalog of regularizations, and a test.
 */
package backprop.engine.constrain;
