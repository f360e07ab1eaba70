// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;

/** The share of rows whose most probable class is not the true one: 1 - accuracy. */
@Description("Share of rows whose most probable class is not the true one.")
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
