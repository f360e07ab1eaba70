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
 * Dropout for networks of SELU: dropped elements become SELU's lowest value, and mean 0 and
 * variance 1 stay; passes its input on unchanged when predicting. See {@link
 * backprop.engine.op.AlphaDropout}. Klambauer et al., "Self-normalizing neural networks", NIPS
 * 2017, who recommend rates of 0.05 and 0.1.
 *
 * @param rate probability of a dropped element, in [0, 1); a number or a schedule
 */
@Description("Dropout for SELU: keeps mean 0 and variance 1.")
@Formula(
    "y = a * (x where m = 1, s where m = 0) + b, s = -1.7581, a = (q + s^2 q (1 -"
        + " q))^(-1/2), b = -a (1 - q) s, q = 1 - rate; when predicting y = x")
@Source(
    "Klambauer, Unterthiner, Mayr and Hochreiter, \"Self-normalizing neural"
        + " networks\", NIPS 2017")
public record AlphaDropout(
    @Tip(value = "probability of a dropped element", min = 0, below = 1) Schedule rate)
    implements Layer {

  public AlphaDropout {
    Rates.checkRate("rate", rate);
  }

  /** With the same rate all the time. */
  public AlphaDropout(double rate) {
    this(Rates.constant("rate", rate));
  }

  @Override
  public Value apply(Graph g, Value x) {
    return g.mode().random() && !Rates.isZero(rate)
        ? g.op(new backprop.engine.op.AlphaDropout(rate), x)
        : x;
  }
}
