// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * By how much one configuration is better than another on the same folds, and what is certain about
 * it. A gain is a difference with the sign of the metric's direction: positive is better, for
 * errors too.
 *
 * <p>With {@code g} the mean gain and {@code e} its standard error {@code s sqrt(1/n + r)} of the
 * corrected resampled t-test (see {@link PairedTest}), {@code (g - margin) / e} has Student's t
 * distribution with {@code n - 1} degrees of freedom where the true gain is {@code margin}.
 *
 * <p>Where all differences are equal there is no spread to judge by, and the t-test would call any
 * of them certain, even of two folds. There the sign test takes its place: equal gains on one side
 * of the margin have a probability of {@code 0.5^n} by chance.
 *
 * @param n number of pairs, at least 2
 * @param mean mean gain, in the metric's unit
 * @param deviation standard deviation of the gains, 0 where they are all equal
 * @param error standard error of the mean gain, corrected for overlapping training sets
 */
public record Gain(int n, double mean, double deviation, double error) {
  /** The fewest pairs that a gate may test. */
  public static final int FEWEST = 5;

  /** What counts as no spread, relative to the values: rounding of their differences. */
  private static final double ROUNDING = 1e-12;

  /** The gain that a paired test found. */
  public static Gain of(PairedTest test, Metric metric) {
    double mean = metric.direction().gain(test.difference(), 0);
    double size = Math.max(Math.abs(test.first()), Math.abs(test.second()));
    double deviation = test.deviation() <= ROUNDING * size ? 0 : test.deviation();
    return new Gain(
        test.n(), mean, deviation, deviation * Math.sqrt(1.0 / test.n() + test.ratio()));
  }

  /** Name of the test that {@link #above} and its like make. */
  public String method() {
    return error > 0
        ? "corrected resampled t-test"
        : "sign test, since all " + n + " differences are equal";
  }

  /** Size of the effect: the mean gain in standard deviations of the gains (Cohen's d). */
  public double effect() {
    return mean == 0 ? 0 : mean / deviation;
  }

  /** The probability of so large a mean gain where the true one is at most the margin. */
  public double above(double margin) {
    return tail(mean - margin);
  }

  /** The probability of so small a mean gain where the true one is at least the margin. */
  public double below(double margin) {
    return tail(margin - mean);
  }

  /** The probability of a gain as far from 0, on either side, where the true one is 0. */
  public double either() {
    return mean == 0 ? 1 : Math.min(1, 2 * Math.min(above(0), below(0)));
  }

  /** The greater of the two one-sided probabilities that the true gain is not within the margin. */
  public double outside(double margin) {
    return Math.max(above(-margin), below(margin));
  }

  /**
   * Half the width of the interval around the mean that holds the true gain.
   *
   * @param confidence from 0 to 1, such as 0.95
   */
  public double halfWidth(double confidence) {
    return error == 0 ? 0 : error * student().inverseCumulativeProbability((1 + confidence) / 2);
  }

  private double tail(double distance) {
    if (error == 0) {
      return distance > 0 ? Math.pow(0.5, n) : 1;
    }
    return student().cumulativeProbability(-distance / error);
  }

  private TDistribution student() {
    // No random generator: the distribution is only asked for probabilities.
    return new TDistribution(null, n - 1);
  }
}
