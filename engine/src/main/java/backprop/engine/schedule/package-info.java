// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Hyperparameters that change while training.
 *
 * <pre>
 *   Trainer --stepDone, epochDone--> Progress --> Schedule.at --> Optimizer, Dropout ...
 * </pre>
 *
 * <p>Invariants: a schedule is an immutable record and a pure function of the {@link
 * backprop.engine.schedule.Progress}, so a resumed run sees the same values; asking costs no
 * allocation; beyond the planned end a schedule keeps its last value.
 *
 * <p>To add one: a record that implements {@link backprop.engine.schedule.Schedule} with formula
 * and source in its documentation, its prototype in the catalogs, and its values by hand in {@code
 * ScheduleTest}.
 */
package backprop.engine.schedule;
