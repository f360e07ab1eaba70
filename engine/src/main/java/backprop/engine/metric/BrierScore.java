// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/**
 * The mean over the rows of the sum over the classes of {@code (p - t)^2}, t being 1 for the true
 * class and 0 for the others; in [0, 2]. Brier, Monthly Weather Review 78, 1950.
 */
@Name("brier")
@Description("Mean over the rows of the squared errors of all classes' probabilities.")
@Formula("mean over rows of sum over classes of (p - t)^2")
@Source(
    "Brier, \"Verification of forecasts expressed in terms of probability\", Monthly Weather Review 78, 1950")
public record BrierScore() implements ClassMetric {
  @Override
  public boolean largerIsBetter() {
    return false;
  }

  @Override
  public double of(Scores s) {
    double sum = 0;
    for (int r = 0; r < s.rows(); r++) {
      for (int c = 0; c < s.columns(); c++) {
        double d = s.predicted(r, c) - (s.trueClass(r) == c ? 1 : 0);
        sum += s.weight(r) * d * d;
      }
    }
    return sum / s.totalWeight();
  }
}
