// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * How good predictions are: what early stopping looks at, and what an epoch is recorded with.
 *
 * <pre>
 *   predictions + targets (+ what Targets says they mean) --> Scores --> Metric.of --> one number
 * </pre>
 *
 * <p>Invariants: every row counts by its weight; a metric knows whether more is better and which
 * targets it is for; a metric that the rows do not define is NaN, which is never better.
 *
 * <p>To add one: a record here with formula and source, and a line in the catalogue.
 */
package backprop.engine.metric;
