// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

/**
 * Many numbers in short.
 *
 * @param count how many
 * @param norm root of the sum of squares
 * @param mean their mean
 * @param least the smallest
 * @param largest the largest
 * @param zeros how many are 0
 * @param histogram how many are in each of {@value #BINS} equal parts between the smallest and the
 *     largest
 */
public record Summary(
    int count, double norm, double mean, double least, double largest, int zeros, int[] histogram) {
  static final int BINS = 15;

  static Summary of(double[] numbers) {
    double squares = 0;
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    int zeros = 0;
    for (double x : numbers) {
      squares += x * x;
      sum += x;
      least = Math.min(least, x);
      largest = Math.max(largest, x);
      zeros += x == 0 ? 1 : 0;
    }
    int[] histogram = new int[BINS];
    for (double x : numbers) {
      double place = largest > least ? (x - least) / (largest - least) * BINS : 0;
      histogram[Math.max(0, Math.min(BINS - 1, (int) place))]++;
    }
    return new Summary(
        numbers.length,
        Math.sqrt(squares),
        sum / Math.max(1, numbers.length),
        least,
        largest,
        zeros,
        histogram);
  }
}
