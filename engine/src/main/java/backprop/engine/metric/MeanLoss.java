// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/** The mean of the loss that training minimizes, without penalties. */
@Name("loss")
@Description("The loss that training minimizes.")
@Formula("sum of weight * loss / sum of weights")
@Source("Prechelt, \"Early stopping - but when?\", Neural Networks: Tricks of the Trade, 1998")
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
