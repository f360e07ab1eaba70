// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Identity;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Ones;
import backprop.engine.init.Zeros;
import backprop.engine.op.Affine;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * A fully connected layer whose weights all members share, while each has factors and a bias of its
 * own: {@code members x in} becomes {@code members x units}. Parameters: {@code weights} (in x
 * units), {@code inputs} (members x in, starts at 1), {@code outputs} (members x units, starts at
 * 1), {@code bias} (members x units, starts at 0). See {@link Members}, which tells the members
 * apart at the start.
 *
 * @param units number of units, at least 1
 * @param activation what follows the weighted sum
 */
@Description("Fully connected, with shared weights and factors of each member's own.")
@Formula("y_i = activation(outputs_i * ((inputs_i * x_i) * weights) + bias_i) for member i")
@Source(
    "Wen, Tran and Ba, \"BatchEnsemble: an alternative approach to efficient ensemble and lifelong"
        + " learning\", ICLR 2020, equation 4")
public record MemberDense(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip("what follows the weighted sum") Activation activation)
    implements Layer {
  public MemberDense {
    Layers.checkUnits(units);
  }

  /** Without an activation. */
  public MemberDense(int units) {
    this(units, new Identity());
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Layers.members(g, x);
    Shape out = in.withColumns(units);
    Layers.checkWeights(g, in.columns(), units);
    Value w = g.parameter("weights", in.columns(), units, Role.WEIGHT, activation.initializer());
    Value own = Layers.multiplyTable(g, x, Layers.factors(g, "inputs", in, new Ones()));
    Value sums = g.op(new Affine(), own, w);
    Value scaled = Layers.multiplyTable(g, sums, Layers.factors(g, "outputs", out, new Ones()));
    Value bias = g.parameter("bias", out.size(0), units, Role.BIAS, new Zeros());
    return activation.apply(g, Layers.addTable(g, scaled, bias));
  }
}
