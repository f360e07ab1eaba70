// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Identity;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Value;
import backprop.engine.init.Auto;
import backprop.engine.init.Initializer;
import backprop.engine.init.Zeros;
import backprop.engine.op.Affine;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Every unit sees every input: {@code y = activation(x * weights + bias)}, on the last axis: {@code
 * in} becomes {@code units}, {@code time x in} becomes {@code time x units}. Parameters: {@code
 * weights} (in x units) and {@code bias} (1 x units, starts at 0).
 *
 * @param units number of units, at least 1
 * @param activation what follows the weighted sum
 * @param bias whether a trained number is added to each weighted sum
 * @param weights how the weights start; {@code auto} takes what suits the activation: He for ReLU
 *     and its relatives, LeCun for SELU, Glorot for all others
 */
@Description("Fully connected: every unit sees every input.")
@Formula("y = activation(x * weights + bias)")
@Source(
    "Rumelhart, Hinton and Williams, \"Learning representations by back-propagating "
        + "errors\", Nature 323, 1986, equations 1 and 2")
public record Dense(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip("what follows the weighted sum") Activation activation,
    @Tip("whether a trained number is added to each weighted sum") boolean bias,
    @Tip("how the weights start; auto: what suits the activation") Initializer weights)
    implements Layer {

  public Dense {
    Layers.checkUnits(units);
  }

  /** With the defaults: bias, and weights that suit the activation. */
  public Dense(int units, Activation activation) {
    this(units, activation, true, new Auto());
  }

  /** Only weighted sums, as before a loss. */
  public Dense(int units) {
    this(units, new Identity());
  }

  @Override
  public Value apply(Graph g, Value x) {
    int in = x.shape().columns();
    Layers.checkWeights(g, in, units);
    Initializer start = weights instanceof Auto ? activation.initializer() : weights;
    Value w = g.parameter("weights", in, units, Role.WEIGHT, start);
    Value sums =
        bias
            ? g.op(new Affine(), x, w, g.parameter("bias", 1, units, Role.BIAS, new Zeros()))
            : g.op(new Affine(), x, w);
    return activation.apply(g, sums);
  }
}
