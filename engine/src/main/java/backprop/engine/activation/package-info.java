// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Activations: the nonlinear functions that follow weighted sums.
 *
 * <p>Most are an {@link backprop.engine.activation.ElementwiseActivation}: a function and a
 * derivative in double precision, accurate over the whole range, and two loops in float that the
 * JVM's compiler vectorizes. A choice such as {@code x > 0 ? a : b} is not vectorized on Java 17,
 * so the loops use {@code Math.max}, {@code Math.min} and the functions of {@link
 * backprop.engine.backend.FloatMath}.
 *
 * <p>Invariants: NaN in, NaN out; no finite input overflows inside; at a kink the derivative is the
 * one from the left. An activation names the initializer that suits the weights before it.
 *
 * <p>To add one: its record here with formula, source and the error of its float loops; one line in
 * the catalogue, and the activation contract checks it over the whole range.
 */
package backprop.engine.activation;
