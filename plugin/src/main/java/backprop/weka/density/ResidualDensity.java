// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.density;

/**
 * As far around a prediction as others missed: intervals between quantiles of the residuals, the
 * density of a normal distribution with their root mean square.
 */
public record ResidualDensity(double prediction, Residuals residuals) implements ClassDensity {
  @Override
  public double[] interval(double level) {
    ClassDensity.check(level);
    return new double[] {
      prediction + residuals.quantile((1 - level) / 2),
      prediction + residuals.quantile(1 - (1 - level) / 2)
    };
  }

  @Override
  public double logDensity(double value) {
    return new NormalDensity(prediction, residuals.deviation()).logDensity(value);
  }
}
