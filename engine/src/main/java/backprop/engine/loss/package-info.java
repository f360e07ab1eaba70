// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Losses: what training minimizes, and what a network's outputs mean.
 *
 * <pre>
 *   body --output--> apply(output, target) --> loss of each row, weighted and averaged by the trainer
 *             '----> predict(output)       --> probabilities, or the value
 * </pre>
 *
 * <p>Invariants: a loss takes outputs before any squashing (logits) and squashes them itself, which
 * is stable for outputs of any size; it gives one number per row; the target has no gradient. A
 * loss that compares each output with a target of its own is a {@link
 * backprop.engine.loss.PairwiseLoss}: two formulas in double precision and two loops in float.
 *
 * <p>To add one: its record here with formula, scale and source; a line in the catalogue, and the
 * loss contract checks its gradient.
 */
package backprop.engine.loss;
