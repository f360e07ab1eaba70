// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Wilcoxon's signed-rank test, one-sided: are differences below zero? Exact for any ranks, ties
 * among the sizes included: each of the 2^n signs is equally likely where there is no difference.
 * Differences of 0 are left out (Wilcoxon, "Individual comparisons by ranking methods", Biometrics
 * Bulletin 1, 1945).
 *
 * @param n differences other than 0
 * @param positive sum of the ranks of those above 0
 * @param p probability of a sum as small by chance; 1 without any difference
 */
public record SignedRanks(int n, double positive, double p) {
  /** Tests gains, one a fold: a small p says that they are losses. */
  public static SignedRanks losses(double... gains) {
    double[] d = Arrays.stream(gains).filter(g -> g != 0).toArray();
    int n = d.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> Math.abs(d[i])))
            .mapToInt(i -> i)
            .toArray();
    // Twice the ranks: equal sizes share the mean of theirs, which may end in a half.
    int[] twice = new int[n];
    for (int from = 0; from < n; ) {
      int to = from + 1;
      while (to < n && Math.abs(d[order[to]]) == Math.abs(d[order[from]])) {
        to++;
      }
      for (int i = from; i < to; i++) {
        twice[order[i]] = from + 1 + to;
      }
      from = to;
    }
    int sum = IntStream.range(0, n).filter(i -> d[i] > 0).map(i -> twice[i]).sum();
    return new SignedRanks(n, sum / 2.0, n == 0 ? 1 : atMost(sum, twice));
  }

  /** The probability that the ranks of a random half of signs add up to at most a sum. */
  private static double atMost(int sum, int... ranks) {
    double[] probability = new double[Arrays.stream(ranks).sum() + 1];
    probability[0] = 1;
    for (int r : ranks) {
      for (int s = probability.length - 1; s >= 0; s--) {
        probability[s] = (probability[s] + (s >= r ? probability[s - r] : 0)) / 2;
      }
    }
    return Math.min(1, Arrays.stream(probability, 0, sum + 1).sum());
  }
}
