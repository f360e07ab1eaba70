// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Several predictions instead of one: of several networks, of one network at several times, or of
 * one network under several random masks.
 *
 * <pre>
 *   SnapshotEnsemble --one training, a model at the end of each cycle--> ModelEnsemble
 *   any models ---------------------------------------------------------> ModelEnsemble --predict--> mean
 *   Network --MonteCarloDropout, masks drawn again and again--> mean, deviation, entropies
 * </pre>
 *
 * <p>Members within one network, which share its weights, are layers: {@link
 * backprop.engine.layer.Members}.
 *
 * <p>Invariants: predictions are averaged, not outputs before the loss's squashing; the same seed
 * gives the same numbers.
 *
 * <p>To add one: a record with the numbers of its paper that makes models or predictions.
 */
package backprop.engine.ensemble;
