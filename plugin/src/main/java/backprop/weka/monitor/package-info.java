// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The window that shows a training while it runs.
 *
 * <pre>
 *   Monitor.train: may a window open? --no--> Fit.run
 *        '--yes--> Fit.run --TrainingEvent--> History --timer--> MonitorWindow: Curves, status
 *                          &lt;--Supervision-- its buttons
 * </pre>
 *
 * <p>Invariants: the trained network does not depend on whether it is watched, only on the buttons
 * that are pressed, and these leave a remark in the model's text; the training's thread never waits
 * for the window (but in a pause that was asked for); there is one window at a time, and none
 * without a display, in experiments, or for the folds of a cross-validation.
 *
 * <p>To add a curve: its numbers in {@link backprop.weka.monitor.History}, its chart in {@link
 * backprop.weka.monitor.Curves}.
 */
package backprop.weka.monitor;
