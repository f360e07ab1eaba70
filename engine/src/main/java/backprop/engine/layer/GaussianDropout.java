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
 * Multiplies by normal numbers of mean 1 and variance {@code rate / (1 - rate)} while training;
 * passes its input on unchanged when predicting. See {@link backprop.engine.op.GaussianDropout}.
 *
 * @param rate rate of the dropout with the same variance, in [0, 1); a number or a schedule
 */
@Description("Multiplies by random numbers around 1 while training.")
@Formula(
    "y = x * f, f normal with mean 1 and variance rate / (1 - rate); when" + " predicting y = x")
@Source(
    "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, \"Dropout: a"
        + " simple way to prevent neural networks from overfitting\", JMLR 15, 2014,"
        + " section 10")
public record GaussianDropout(
    @Tip(value = "rate of the dropout with the same variance", min = 0, below = 1) Schedule rate)
    implements Layer {

  public GaussianDropout {
    Rates.checkRate("rate", rate);
  }

  /** With the same rate all the time. */
  public GaussianDropout(double rate) {
    this(Rates.constant("rate", rate));
  }

  @Override
  public Value apply(Graph g, Value x) {
    return g.mode().random() && !Rates.isZero(rate)
        ? g.op(new backprop.engine.op.GaussianDropout(rate), x)
        : x;
  }
}
