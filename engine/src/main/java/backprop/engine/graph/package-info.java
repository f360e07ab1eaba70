// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Recording a network once, and replaying it.
 *
 * <pre>
 *   layers --apply--> Graph (ops, parameters, state, scopes)
 *                       |-- Layout: where each parameter lies in the flat vectors
 *                       '-- Program: forward list, backward list, planned memory
 * </pre>
 *
 * <p>Invariants: a graph holds no numbers; shapes are checked while recording, and messages carry
 * the layer's path. A program's memory is planned for the largest batch: an activation lives until
 * its last reader in backward, a gradient from its first writer to its producer, and every matrix
 * starts at the beginning of a buffer. The first writer of a gradient overwrites, later ones add;
 * ops are told through {@code beta} and decide nothing. TRAIN and INFER are two recordings.
 *
 * <p>To add an op, see {@link backprop.engine.graph.Op}; its derivative is written there and
 * nowhere else, and checked by the op contract against central differences.
 */
package backprop.engine.graph;
