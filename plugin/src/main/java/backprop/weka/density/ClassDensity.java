// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.density;

/** What is known about the numeric class of one row. */
public interface ClassDensity {
  /**
   * Where the class is with some probability.
   *
   * @param level the probability, above 0 and below 1
   * @return lower and upper end
   */
  double[] interval(double level);

  /** The natural logarithm of the density at a value of the class. */
  double logDensity(double value);

  /**
   * Checks a probability.
   *
   * @throws IllegalArgumentException in one sentence when it is none
   */
  static void check(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "confidence level is " + level + ", allowed are numbers above 0 and below 1");
    }
  }
}
