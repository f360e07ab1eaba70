// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import java.util.Arrays;

/**
 * Repeated measurements of the same rate.
 *
 * @param rows rows in a second, at least one number
 * @param perProcessorSecond rows in a second of the process's time on processors, of all repeats
 *     together: what else the machine does changes it least; NaN where the system does not tell
 */
record Rates(double[] rows, double perProcessorSecond) {
  double least() {
    return Arrays.stream(rows).min().orElseThrow();
  }

  double most() {
    return Arrays.stream(rows).max().orElseThrow();
  }

  double median() {
    return median(rows);
  }

  int repeats() {
    return rows.length;
  }

  static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }
}
