// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Value;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.Zeros;
import backprop.engine.op.Affine;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * One weighted sum for all units, to which each adds a number of its own: {@code y_j = x * weights
 * + bias_j}, on the last axis: {@code in} becomes {@code units}. Before the loss {@code ordinal} it
 * makes the proportional odds model, with one threshold for each boundary between classes; Cao,
 * Mirjalili and Raschka, "Rank consistent ordinal regression for neural networks", 2020, section 3.
 * Parameters: {@code weights} (in x 1) and {@code bias} (1 x units, starts at 0); state: {@code
 * ones} (1 x units), which repeats the sum.
 *
 * @param units number of units, at least 1
 */
@Description("One weighted sum for all units, each with a bias of its own.")
@Formula("y_j = x * weights + bias_j")
@Source(
    "Cao, Mirjalili and Raschka, \"Rank consistent ordinal regression for neural "
        + "networks with application to age estimation\", Pattern Recognition Letters 140, "
        + "2020, section 3")
public record SharedScore(@Tip(value = "number of units", min = 1, required = true) int units)
    implements Layer {

  public SharedScore {
    if (units < 1) {
      throw new IllegalArgumentException("units is " + units + ", it must be at least 1");
    }
  }

  @Override
  public Value apply(Graph g, Value x) {
    int in = x.shape().columns();
    Value score =
        g.op(new Affine(), x, g.parameter("weights", in, 1, Role.WEIGHT, new GlorotUniform()));
    Value ones = g.state("ones", units, 1);
    return g.op(new Affine(), score, ones, g.parameter("bias", 1, units, Role.BIAS, new Zeros()));
  }
}
