// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/** The share of rows whose most probable class is the true one, in [0, 1]. */
@Description("Share of rows whose most probable class is the true one.")
@Formula("rows with argmax p = class / rows")
@Source(
    "Sokolova and Lapalme, \"A systematic analysis of performance measures for classification tasks\", Information Processing and Management 45, 2009")
public record Accuracy() implements ClassMetric {
  @Override
  public double of(Scores s) {
    Confusion c = new Confusion(s);
    return c.right() / c.all();
  }
}
