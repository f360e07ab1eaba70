// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/**
 * R squared: 1 minus the squared errors divided by those of always predicting the mean, averaged
 * over the columns; 1 is perfect, 0 as good as the mean, NaN where all targets are equal.
 */
@Name("r2")
@Description("R squared: share of the variance that the predictions explain.")
@Formula("1 - sum (prediction - truth)^2 / sum (truth - mean)^2")
@Source("Wright, \"Correlation and causation\", Journal of Agricultural Research 20, 1921")
public record DeterminationCoefficient() implements NumberMetric {
  @Override
  public boolean largerIsBetter() {
    return true;
  }

  @Override
  public double of(Scores s) {
    double sum = 0;
    for (int c = 0; c < s.columns(); c++) {
      Moments m = Moments.of(s, c);
      sum += m.truth() > 0 ? 1 - m.errors() / m.truth() : Double.NaN;
    }
    return sum / s.columns();
  }
}
