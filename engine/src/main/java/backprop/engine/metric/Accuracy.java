// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;

/** The share of rows whose most probable class is the true one, in [0, 1]. */
@Description("Share of rows whose most probable class is the true one.")
public record Accuracy() implements ClassMetric {
  @Override
  public double of(Scores s) {
    Confusion c = new Confusion(s);
    return c.right() / c.all();
  }
}
