// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Gradients to new weights.
 *
 * <pre>
 *   clip-by-global-norm -> clip-by-value -> adam
 *        Optimizer.step: constants in double --Kernels.update(UpdateRule)--> one pass per group
 * </pre>
 *
 * <p>Invariants: an optimizer is an immutable record; all that it remembers is in the slots of
 * {@link backprop.engine.optimize.Parameters} and in the {@link backprop.engine.schedule.Progress},
 * so a run that is resumed from those goes on bit by bit; a step allocates nothing and touches
 * nothing outside the groups; every learning rate is multiplied by {@link
 * backprop.engine.schedule.Progress#rateScale} and the group's {@code rateFactor}.
 *
 * <p>What wraps another optimizer is a {@link backprop.engine.optimize.WrappingOptimizer}; what
 * only changes the gradients is a {@link backprop.engine.optimize.GradientTreatment}.
 *
 * <p>To add one: a record that implements {@link backprop.engine.optimize.Optimizer}, with formula,
 * source and variant in its documentation; a nested {@link backprop.engine.backend.UpdateRule} with
 * a float loop that the JVM can vectorize (local arrays, one index, no conditions) and the same in
 * double; its prototype in the catalogs; a subclass of {@code OptimizerContract}.
 */
package backprop.engine.optimize;
