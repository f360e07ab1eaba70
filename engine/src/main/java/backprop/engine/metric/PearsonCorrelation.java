// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/**
 * Pearson's correlation of truths and predictions, averaged over the columns; NaN where all targets
 * are equal, 0 where only all predictions are.
 */
@Name("correlation")
@Description("Pearson's correlation of true and predicted numbers.")
@Formula("cov(truth, prediction) / (sd(truth) * sd(prediction))")
@Source(
    "Pearson, \"Note on regression and inheritance in the case of two parents\", Proceedings of the Royal Society 58, 1895")
public record PearsonCorrelation() implements NumberMetric {
  @Override
  public boolean largerIsBetter() {
    return true;
  }

  @Override
  public double of(Scores s) {
    double sum = 0;
    for (int c = 0; c < s.columns(); c++) {
      Moments m = Moments.of(s, c);
      double spread = Math.sqrt(m.truth()) * Math.sqrt(m.prediction());
      sum += !(m.truth() > 0) ? Double.NaN : spread > 0 ? m.both() / spread : 0;
    }
    return sum / s.columns();
  }
}
