// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;

/** The two distributions that initializers draw from, given the variance that they want. */
final class Fans {
  private Fans() {}

  /** Uniform in {@code [-sqrt(3 variance), sqrt(3 variance))}. */
  static void uniform(double[] w, double variance, RandomStream random) {
    double limit = Math.sqrt(3 * variance);
    for (int i = 0; i < w.length; i++) {
      w[i] = (2 * random.nextDouble() - 1) * limit;
    }
  }

  /** Normal with mean 0, not truncated. */
  static void normal(double[] w, double variance, RandomStream random) {
    double deviation = Math.sqrt(variance);
    for (int i = 0; i < w.length; i++) {
      w[i] = random.nextGaussian() * deviation;
    }
  }
}
