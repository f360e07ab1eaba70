// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Training seen from inside: every number of a step, with the formula that it comes from.
 *
 * <pre>
 *   Network, TrainSpec, rows --Tracer--> Trace --+-- TraceText   lines for a console
 *                                                +-- TraceJson   for programs
 *                                                '-- TracePage   one HTML page to click through
 *
 *   Program --ScriptWriter--> Script: quantities, and sections of lines (once)
 *   Program --Recorder, listening--> Frame: the numbers of all quantities (each step)
 * </pre>
 *
 * <p>Invariants: no number is computed here that the program, its kernels or the optimizer has
 * computed; the recorder copies them while they run ({@link backprop.engine.graph.NodeListener},
 * {@link backprop.engine.train.StepListener}). A script knows which numbers a line is made of, a
 * frame knows the numbers: so the same line is filled in for every step, here and in the page. What
 * is larger than the {@link Limits} is folded into a {@link Summary}.
 *
 * <p>To add the formula of an op, add a line to {@link OpFormulas}; lines of its elements come from
 * {@link ForwardLines} and {@link BackwardLines}, those of an optimizer from {@link UpdateLines}.
 */
package backprop.engine.trace;
