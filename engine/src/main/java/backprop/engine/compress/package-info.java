// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Smaller networks from larger ones.
 *
 * <pre>
 *   Network --MagnitudePruning--> the same network, weights at zero (a mask that training keeps)
 *           --IterativePruning--> prune a little, train on, prune more
 *           --UnitPruning-------> a smaller spec with the units that matter
 *           --Distillation------> a smaller network that learns the larger one's probabilities
 * </pre>
 *
 * <p>Whoever prunes says what it costs: {@link backprop.engine.compress.IterativePruning} measures
 * before and after every round.
 *
 * <p>To add one: a record with the numbers of its paper and a method from network to network.
 */
package backprop.engine.compress;
