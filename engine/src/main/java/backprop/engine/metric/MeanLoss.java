// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Name;

/** The mean of the loss that training minimizes, without penalties. */
@Name("loss")
@Description("The loss that training minimizes.")
public record MeanLoss() implements Metric {
  @Override
  public Kind kind() {
    return Kind.ANY;
  }

  @Override
  public boolean largerIsBetter() {
    return false;
  }

  @Override
  public double of(Scores s) {
    return s.loss();
  }
}
