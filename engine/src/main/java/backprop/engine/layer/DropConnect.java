// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Identity;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * A fully connected layer whose weights are dropped at random while training: {@code y =
 * activation(x * (weights * mask / (1 - rate)) + bias)}, with a new mask at every training step,
 * the same for all examples of a batch; when predicting, the weights as they are, which is the
 * mean. Parameters as {@link Dense}: {@code weights} (in x units), {@code bias} (1 x units), which
 * is not dropped.
 *
 * <p>Wan, Zeiler, Zhang, LeCun and Fergus, "Regularization of neural networks using DropConnect",
 * ICML 2013. There each example has a mask of its own, and predictions average over masks; here
 * both are done by their mean, which costs no more than a dense layer.
 *
 * @param units number of units, at least 1
 * @param activation what follows the weighted sum
 * @param rate probability that a weight is dropped, in [0, 1); a number or a schedule
 */
@Description("Fully connected, with weights that are dropped at random while training.")
@Formula(
    "y = activation(x * (weights * m / (1 - rate)) + bias), m = 0 with probability"
        + " rate, else 1; when predicting without m / (1 - rate)")
@Source(
    "Wan, Zeiler, Zhang, LeCun and Fergus, \"Regularization of neural networks"
        + " using DropConnect\", ICML 2013")
public record DropConnect(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip("what follows the weighted sum") Activation activation,
    @Tip(value = "probability that a weight is dropped", min = 0, below = 1) Schedule rate)
    implements Layer {

  public DropConnect {
    Layers.checkUnits(units);
    Rates.checkRate("rate", rate);
  }

  /** With rate 0.5 and no activation. */
  public DropConnect(int units) {
    this(units, new Identity(), new Constant(0.5));
  }

  @Override
  public Value apply(Graph g, Value x) {
    boolean drops = g.mode().random() && !Rates.isZero(rate);
    return Layers.denseWith(
        g, x, units, activation, w -> drops ? g.op(new backprop.engine.op.Dropout(rate), w) : w);
  }
}
