// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The command {@code backprop bench}: how fast this machine trains and predicts.
 *
 * <pre>
 * DataFiles -> Rows (on the backend) -> TrainingRun, ScoringRun -> Measurement (a line of JSON)
 *                   {@link backprop.experiments.bench.Workload}: data, network, batch
 * </pre>
 *
 * <p>Invariants: training goes through the engine's {@code Trainer} and scoring through its {@code
 * Scorer}, as in the classifier; rates are of training alone, reading files not counted; made-up
 * rows are used only where that was asked for, and the line says so; a workload that cannot run
 * says what it lacks.
 *
 * <p>To add a workload: a constant of {@code Workload}, and where it needs other data, an option in
 * {@code BenchCommand} and a case in {@code DataFiles}.
 */
package backprop.experiments.bench;
