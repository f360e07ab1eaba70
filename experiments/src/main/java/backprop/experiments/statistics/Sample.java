// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;

/** The values of one metric for one configuration on one data set, in order of repeat and fold. */
public final class Sample {
  private final double[] values;
  private final int expected;
  private final int failed;
  private final int missing;

  Sample(double[] values, int expected, int failed, int missing) {
    this.values = values;
    this.expected = expected;
    this.failed = failed;
    this.missing = missing;
  }

  /** A complete sample of given values. */
  public static Sample of(List<Double> values) {
    double[] all = values.stream().mapToDouble(value -> value).toArray();
    return new Sample(all, all.length, 0, 0);
  }

  /** The values, without those of failed cells and those that the metric does not define. */
  public double[] values() {
    return values.clone();
  }

  /** Number of values. */
  public int n() {
    return values.length;
  }

  /** Number of cells planned: repeats times folds. */
  public int expected() {
    return expected;
  }

  /** Number of cells that failed. */
  public int failed() {
    return failed;
  }

  /** Number of cells that succeeded and lack the metric. */
  public int missing() {
    return missing;
  }

  /** Arithmetic mean, NaN without a value. */
  public double mean() {
    return StatUtils.mean(values);
  }

  /** Standard deviation over the cells (n - 1 below the line), NaN with fewer than two values. */
  public double deviation() {
    return values.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(values));
  }

  /** Least value, NaN without a value. */
  public double min() {
    return StatUtils.min(values);
  }

  /** Greatest value, NaN without a value. */
  public double max() {
    return StatUtils.max(values);
  }

  /**
   * A quantile, by linear interpolation between the sorted values (type 7 of Hyndman and Fan).
   *
   * @param q from 0 to 1
   */
  public double quantile(double q) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = q * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Why the sample decides nothing, if not every planned cell has a value. */
  public Optional<String> incomplete() {
    if (failed > 0) {
      return Optional.of(failed + " of " + expected + " cells failed");
    }
    if (values.length + missing < expected) {
      return Optional.of(
          "only " + (values.length + missing) + " of " + expected + " cells are done");
    }
    if (missing > 0) {
      return Optional.of("it is missing in " + missing + " of " + expected + " cells");
    }
    return values.length == 0 ? Optional.of("no cell was planned") : Optional.empty();
  }
}
