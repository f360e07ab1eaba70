// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.density;

import weka.core.Statistics;

/**
 * A normal distribution.
 *
 * @param mean its mean
 * @param deviation its standard deviation; 0 counts as a very small one
 */
public record NormalDensity(double mean, double deviation) implements ClassDensity {
  /** Where all is known, a density would be infinite. */
  private static final double LEAST = 1e-9;

  public NormalDensity {
    deviation = Math.max(deviation, LEAST * Math.max(1, Math.abs(mean)));
  }

  @Override
  public double[] interval(double level) {
    ClassDensity.check(level);
    double far = deviation * Statistics.normalInverse(1 - (1 - level) / 2);
    return new double[] {mean - far, mean + far};
  }

  @Override
  public double logDensity(double value) {
    double z = (value - mean) / deviation;
    return -0.5 * z * z - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
  }
}
