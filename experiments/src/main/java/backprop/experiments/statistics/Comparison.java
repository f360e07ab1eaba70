// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import java.util.Optional;

/**
 * Two configurations compared on one data set by one metric.
 *
 * @param dataSet name of the data set
 * @param first name of the first configuration
 * @param second name of the second configuration
 * @param metric the metric
 * @param test the corrected resampled t-test; empty where the values do not allow one
 * @param problem why there is no test, otherwise empty
 */
public record Comparison(
    String dataSet,
    String first,
    String second,
    Metric metric,
    Optional<PairedTest> test,
    String problem) {

  /** 1 or -1 where the first configuration is significantly better or worse, otherwise 0. */
  public int better(double level) {
    int sign = test.map(found -> found.significance(level)).orElse(0);
    return (int) metric.direction().gain(sign, 0);
  }
}
