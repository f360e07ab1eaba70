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
 * A fully connected layer with noise on its weights while training: {@code y = activation(x *
 * (weights + noise) + bias)}, with new normal noise at every training step; when predicting, the
 * weights as they are. Parameters as {@link Dense}: {@code weights} (in x units), {@code bias} (1 x
 * units).
 *
 * <p>An, "The effects of adding noise during backpropagation training on a generalization
 * performance", Neural Computation 8 (1996); Graves, "Practical variational inference for neural
 * networks", NIPS 2011.
 *
 * @param units number of units, at least 1
 * @param activation what follows the weighted sum
 * @param deviation standard deviation of the noise, at least 0; a number or a schedule
 */
@Description("Fully connected, with noise on its weights while training.")
@Formula(
    "y = activation(x * (weights + f) + bias), f normal with mean 0 and the given"
        + " deviation; when predicting f = 0")
@Source("Graves, \"Practical variational inference for neural networks\", NIPS 2011")
public record WeightNoise(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip("what follows the weighted sum") Activation activation,
    @Tip(value = "standard deviation of the noise", min = 0) Schedule deviation)
    implements Layer {

  public WeightNoise {
    Layers.checkUnits(units);
    Rates.checkDeviation(deviation);
  }

  /** With deviation 0.075 (Graves 2011) and no activation. */
  public WeightNoise(int units) {
    this(units, new Identity(), new Constant(0.075));
  }

  @Override
  public Value apply(Graph g, Value x) {
    boolean noisy = g.mode().random() && !Rates.isZero(deviation);
    return Layers.denseWith(
        g,
        x,
        units,
        activation,
        w -> noisy ? g.op(new backprop.engine.op.GaussianNoise(deviation), w) : w);
  }
}
