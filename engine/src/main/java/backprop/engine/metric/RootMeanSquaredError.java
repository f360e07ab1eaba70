// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/** The root of the mean over rows and columns of {@code (predicted - true)^2}. */
@Name("rmse")
@Description("Root of the mean squared error, in the unit of the quantity.")
@Formula("sqrt(mean of (prediction - truth)^2)")
@Source(
    "Willmott and Matsuura, \"Advantages of the mean absolute error (MAE) over the root mean square error (RMSE)\", Climate Research 30, 2005")
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
