// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The differentiable operations: the only files that hold a derivative of something larger than one
 * number.
 *
 * <pre>
 *   layer or loss --records--> Graph --(op, inputs, output)--> Program --replays--> op --> Kernels
 * </pre>
 *
 * <p>Invariants: an op is an immutable record whose components change what it computes. It
 * allocates nothing in {@code forward} and {@code backward}; what must survive from one to the
 * other is a scratch matrix. Input gradients are written in the order of the inputs, each with the
 * {@code beta} of its node (so the same value may be an input twice), and not at all where they are
 * null. {@code toString} is the short text that {@code Program.explain()} prints.
 *
 * <p>To add one: first see whether existing ops compose it. If not, write {@code X.java} here with
 * formula, inputs, output and gradients in its comment, and add a line to {@code OpGradientTest},
 * which checks it against central differences.
 */
package backprop.engine.op;
