// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * The mean of {@code -ln p(true class)} in nats, with p limited from below to 1e-15. Unlike the
 * loss it knows no label smoothing and no focus.
 */
@Description("Mean of -ln of the true class's probability, in nats.")
@Formula("mean of -ln max(p(class), 1e-15)")
@Source("Good, \"Rational decisions\", Journal of the Royal Statistical Society B 14, 1952")
public record LogLoss() implements ClassMetric {
  private static final double SMALLEST = 1e-15;

  @Override
  public boolean largerIsBetter() {
    return false;
  }

  @Override
  public double of(Scores s) {
    double sum = 0;
    for (int r = 0; r < s.rows(); r++) {
      sum -= s.weight(r) * Math.log(Math.max(SMALLEST, s.predicted(r, s.trueClass(r))));
    }
    return sum / s.totalWeight();
  }
}
