// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A two-sided t-test on paired values.
 *
 * <p>With {@code d} the differences, {@code n} their number, {@code s} their standard deviation and
 * {@code r} the ratio of test to training rows:
 *
 * <pre>  t = mean(d) / (s sqrt(1/n + r)),  n - 1 degrees of freedom</pre>
 *
 * With {@code r > 0} this is the corrected resampled t-test of Nadeau and Bengio (Inference for the
 * Generalization Error, Machine Learning 52, 2003): the training sets of a repeated
 * cross-validation overlap, so its values are not independent and the plain test finds differences
 * that are not there. With {@code r = 0} it is the plain paired test.
 *
 * <p>Where all differences are equal, the test says what Weka's says: p is 1 if they are 0, and 0
 * otherwise.
 *
 * @param n number of pairs, at least 2
 * @param first mean of the first values
 * @param second mean of the second values
 * @param difference mean of first less second
 * @param deviation standard deviation of the differences
 * @param ratio test rows divided by training rows, 0 for the plain test
 * @param t the statistic; NaN where all differences are equal
 * @param p the two-sided probability of a difference as large by chance, from 0 to 1
 */
public record PairedTest(
    int n,
    double first,
    double second,
    double difference,
    double deviation,
    double ratio,
    double t,
    double p) {

  /**
   * The corrected resampled t-test.
   *
   * @param first values of one learner, one a fold
   * @param second values of the other, on the same folds in the same order
   * @param ratio test rows divided by training rows, at least 0
   * @throws IllegalArgumentException for different lengths, fewer than two pairs or a bad ratio
   */
  public static PairedTest corrected(double[] first, double[] second, double ratio) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "a paired test needs equal counts, found " + first.length + " and " + second.length);
    }
    int n = first.length;
    if (n < 2) {
      throw new IllegalArgumentException("a paired test needs at least 2 pairs, found " + n);
    }
    if (!(ratio >= 0) || Double.isInfinite(ratio)) {
      throw new IllegalArgumentException("the ratio of test to training rows is " + ratio);
    }
    double[] d = new double[n];
    boolean equal = true;
    for (int i = 0; i < n; i++) {
      d[i] = first[i] - second[i];
      equal &= d[i] == d[0];
    }
    double mean = equal ? d[0] : StatUtils.mean(d);
    double deviation = equal ? 0 : Math.sqrt(StatUtils.variance(d));
    double t = Double.NaN;
    double p = mean == 0 ? 1 : 0;
    if (deviation > 0) {
      t = mean / (deviation * Math.sqrt(1.0 / n + ratio));
      // No random generator: the distribution is only asked for probabilities.
      p = 2 * new TDistribution(null, n - 1).cumulativeProbability(-Math.abs(t));
    }
    return new PairedTest(
        n, StatUtils.mean(first), StatUtils.mean(second), mean, deviation, ratio, t, p);
  }

  /** The plain paired t-test, for values that are independent. */
  public static PairedTest plain(double[] first, double[] second) {
    return corrected(first, second, 0);
  }

  /** 1 or -1 where the first values are significantly higher or lower at a level, otherwise 0. */
  public int significance(double level) {
    return p <= level ? (int) Math.signum(difference) : 0;
  }
}
