// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Whether several learners rank alike over several data sets, and which differ (Demšar, Statistical
 * Comparisons of Classifiers over Multiple Data Sets, JMLR 7, 2006).
 *
 * <p>With the mean ranks {@code R(j)} of {@code k} learners over {@code n} data sets, Friedman's
 * statistic is {@code 12 n / (k (k + 1)) (sum of R(j)^2 - k (k + 1)^2 / 4)}, here with the
 * correction of Iman and Davenport, which has an F distribution. Two learners differ by Nemenyi's
 * test where their mean ranks differ by at least {@code q sqrt(k (k + 1) / (6 n))}, q being the
 * quantile of the studentized range divided by the root of 2.
 *
 * @param ranks mean ranks in the order of the learners, the best near 1
 * @param dataSets number of data sets
 * @param p the probability of ranks that differ as much where all learners are alike
 * @param critical the critical difference at the level
 */
public record Friedman(double[] ranks, int dataSets, double p, double critical) {

  /**
   * The test.
   *
   * @param gains a row a data set, a column a learner; higher is better
   * @param level level of significance
   * @throws IllegalArgumentException for fewer than two learners or data sets
   */
  public static Friedman of(double[][] gains, double level) {
    int n = gains.length;
    int k = n == 0 ? 0 : gains[0].length;
    if (n < 2 || k < 2) {
      throw new IllegalArgumentException("2 data sets and 2 learners at least: " + n + ", " + k);
    }
    double[] ranks = new double[k];
    double ties = 0;
    for (double[] row : gains) {
      for (int j = 0; j < k; j++) {
        int better = 0;
        int equal = 0;
        for (double other : row) {
          better += other > row[j] ? 1 : 0;
          equal += other == row[j] ? 1 : 0;
        }
        ranks[j] += (better + (equal + 1) / 2.0) / n;
        ties += equal * (double) equal - 1;
      }
    }
    double squares = 0;
    for (double rank : ranks) {
      squares += rank * rank;
    }
    double chi = 12.0 * n / (k * (k + 1.0)) * (squares - k * (k + 1.0) * (k + 1) / 4);
    // Equal values of one data set make ranks vary less than the formula expects.
    double share = 1 - ties / (n * (double) k * (k * (double) k - 1));
    double corrected = share > 0 ? chi / share : 0;
    double rest = n * (k - 1.0) - corrected;
    double p = 0;
    if (rest > 1e-9) {
      double f = (n - 1) * corrected / rest;
      p = 1 - new FDistribution(null, k - 1.0, (k - 1.0) * (n - 1)).cumulativeProbability(f);
    }
    double critical = range(k, level) / Math.sqrt(2) * Math.sqrt(k * (k + 1.0) / (6.0 * n));
    return new Friedman(ranks, n, p, critical);
  }

  /** The quantile of the studentized range of k values with infinite degrees of freedom. */
  static double range(int k, double level) {
    double low = 0;
    double high = 20;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (below(middle, k) < 1 - level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The probability of a range below q: the integral of k phi(z) (Phi(z) - Phi(z - q))^(k-1). */
  private static double below(double q, int k) {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    int steps = 400;
    double from = -8;
    double width = 16 + q;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double z = from + width * i / steps;
      double inside = normal.cumulativeProbability(z) - normal.cumulativeProbability(z - q);
      int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * normal.density(z) * Math.pow(inside, k - 1.0);
    }
    return k * sum * width / steps / 3;
  }
}
