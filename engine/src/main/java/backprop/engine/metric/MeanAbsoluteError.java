// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/** The mean over rows and columns of {@code |predicted - true|}. */
@Name("mae")
@Description("Mean absolute error, in the unit of the quantity.")
@Formula("mean of |prediction - truth|")
@Source(
    "Willmott and Matsuura, \"Advantages of the mean absolute error (MAE) over the root mean square error (RMSE)\", Climate Research 30, 2005")
public record MeanAbsoluteError() implements NumberMetric {
  @Override
  public double of(Scores s) {
    double sum = 0;
    for (int r = 0; r < s.rows(); r++) {
      for (int c = 0; c < s.columns(); c++) {
        sum += s.weight(r) * Math.abs(s.predicted(r, c) - s.wanted(r, c));
      }
    }
    return s.unit() * sum / (s.totalWeight() * s.columns());
  }
}
