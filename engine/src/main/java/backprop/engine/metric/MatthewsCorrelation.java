// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/**
 * The correlation of true and predicted classes, for any number of classes: {@code (right * n - sum
 * a_c * p_c) / sqrt((n^2 - sum p_c^2) * (n^2 - sum a_c^2))} with a_c the rows of class c and p_c
 * those taken for it; 0 where the denominator is. Gorodkin, "Comparing two K-category assignments
 * by a K-category correlation coefficient", 2004.
 */
@Name("mcc")
@Description("Matthews correlation coefficient of true and predicted classes.")
@Formula("(right * n - sum a * p) / sqrt((n^2 - sum p^2) * (n^2 - sum a^2))")
@Source(
    "Gorodkin, \"Comparing two K-category assignments by a K-category correlation coefficient\", Computational Biology and Chemistry 28, 2004")
public record MatthewsCorrelation() implements ClassMetric {
  @Override
  public double of(Scores s) {
    Confusion m = new Confusion(s);
    double both = 0;
    double actual = 0;
    double predicted = 0;
    for (int c = 0; c < m.classes(); c++) {
      double a = m.actual(c) / m.all();
      double p = m.predicted(c) / m.all();
      both += a * p;
      actual += a * a;
      predicted += p * p;
    }
    double spread = Math.sqrt((1 - predicted) * (1 - actual));
    return spread > 0 ? (m.right() / m.all() - both) / spread : 0;
  }
}
