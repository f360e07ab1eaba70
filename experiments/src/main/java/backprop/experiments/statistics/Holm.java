// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Holm's correction for several tests (A Simple Sequentially Rejective Multiple Test Procedure,
 * Scandinavian Journal of Statistics 6, 1979): the chance that any of them finds something where
 * there is nothing stays at the level, whatever their dependence.
 */
public final class Holm {
  private Holm() {}

  /**
   * Adjusted probabilities, in the order of the given ones: with {@code p(1) <= ... <= p(m)}, the
   * i-th is {@code max over j <= i of (m - j + 1) p(j)}, at most 1. A test is significant where its
   * adjusted probability is at most the level.
   */
  public static double[] adjust(double... p) {
    Integer[] order = new Integer[p.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
    double[] adjusted = new double[p.length];
    double greatest = 0;
    for (int i = 0; i < p.length; i++) {
      greatest = Math.max(greatest, Math.min(1, (p.length - i) * p[order[i]]));
      adjusted[order[i]] = greatest;
    }
    return adjusted;
  }
}
