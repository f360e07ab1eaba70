// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Name;

/** The root of the mean over rows and columns of {@code (predicted - true)^2}. */
@Name("rmse")
@Description("Root of the mean squared error, in the unit of the quantity.")
public record RootMeanSquaredError() implements NumberMetric {
  @Override
  public double of(Scores s) {
    double sum = 0;
    for (int r = 0; r < s.rows(); r++) {
      for (int c = 0; c < s.columns(); c++) {
        double d = s.predicted(r, c) - s.wanted(r, c);
        sum += s.weight(r) * d * d;
      }
    }
    return s.unit() * Math.sqrt(sum / (s.totalWeight() * s.columns()));
  }
}
