// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Sets elements to zero at random while training, and divides the others by {@code 1 - rate};
 * passes its input on unchanged when predicting. See {@link backprop.engine.op.Dropout}.
 *
 * @param rate probability of a zero, in [0, 1); a number or a schedule
 */
@Description("Sets elements to zero at random while training.")
@Formula("y = x * m / (1 - rate), m = 0 with probability rate, else 1; when predicting y = x")
@Source(
    "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, \"Dropout: a simple way to"
        + " prevent neural networks from overfitting\", JMLR 15, 2014")
public record Dropout(@Tip(value = "probability of a zero", min = 0, below = 1) Schedule rate)
    implements Layer {

  public Dropout {
    Rates.checkRate("rate", rate);
  }

  /** With the same rate all the time. */
  public Dropout(double rate) {
    this(Rates.constant("rate", rate));
  }

  @Override
  public Value apply(Graph g, Value x) {
    return g.mode().random() && !Rates.isZero(rate)
        ? g.op(new backprop.engine.op.Dropout(rate), x)
        : x;
  }
}
