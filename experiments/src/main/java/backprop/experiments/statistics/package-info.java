/**
 * Numbers from cells: the table of metrics, samples, and paired tests.
 *
 * <pre>
 *   CellResult ... -> CellTable -> Sample       mean, deviation, quantiles of one metric
 *                               -> Comparison   corrected resampled t-test of two configurations
 * </pre>
 *
 * Invariants: a value that is missing or not finite is never counted as a number; pairs are formed
 * by repeat and fold, never by position; whether higher is better is known to {@link
 * backprop.experiments.statistics.Metric} alone. Distributions come from Commons Math; tests
 * compare every statistic with Weka's own testers.
 *
 * <p>To add a metric, add a line to {@link backprop.experiments.statistics.Metrics} and let the
 * runner write its column.
 */
package backprop.experiments.statistics;
