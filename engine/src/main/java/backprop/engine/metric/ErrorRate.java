// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/** The share of rows whose most probable class is not the true one: 1 - accuracy. */
@Description("Share of rows whose most probable class is not the true one.")
@Formula("1 - accuracy")
@Source(
    "Sokolova and Lapalme, \"A systematic analysis of performance measures for classification tasks\", Information Processing and Management 45, 2009")
public record ErrorRate() implements ClassMetric {
  @Override
  public boolean largerIsBetter() {
    return false;
  }

  @Override
  public double of(Scores s) {
    return 1 - new Accuracy().of(s);
  }
}
