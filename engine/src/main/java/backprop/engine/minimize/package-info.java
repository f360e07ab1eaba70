// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Minimizers: the loss of all rows as one function of the weights, made small.
 *
 * <pre>
 *   Minimizer.start(f, w, seed) --> Search.iterate(), once per epoch --> point(), value()
 *     Descent      a direction, then LineSearch: Lbfgs, ConjugateGradient, NewtonCg
 *     LinearSystem (A + damping I) p = -g by products with A: NewtonCg, LevenbergMarquardt
 *     CmaEs, Genetic: values only
 * </pre>
 *
 * <p>Invariants: a minimizer is an immutable record, what it remembers is in its search; an
 * iteration never raises the function's value; everything random follows from the seed; a value
 * that is not finite counts as infinitely bad; vectors are arrays in double precision (see {@link
 * backprop.engine.optimize.Objective}), whatever the network computes in.
 *
 * <p>Eigenvalues come from Commons Math. Its own optimizers run to their end in one call, which
 * leaves no place for validation, early stopping and progress between two iterations, so that they
 * serve the tests as judges instead.
 *
 * <p>To add one: a record that implements {@link backprop.engine.optimize.Minimizer}, with
 * algorithm, source and variant in its documentation; its prototype in the catalog of optimizers;
 * its line in {@code MinimizerTest}.
 */
package backprop.engine.minimize;
