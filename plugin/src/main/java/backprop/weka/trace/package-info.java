// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Training seen from inside, for Weka's data and models: on the command line, and in the windows.
 *
 * <pre>
 *   TraceRequest (data, model or layers, rows, steps) --Traces--> backprop.engine.trace.Trace
 *   TraceExample: data and options that are shipped     TracePanel: Weka's menu
 *                                                       TraceResultPlugin: the Explorer's result list
 * </pre>
 *
 * <p>Invariants: rows are encoded by {@link backprop.weka.fit.OpenFit}, as a training does it;
 * whatever is wrong is said in one sentence; pages are files, opened in the user's browser.
 */
package backprop.weka.trace;
