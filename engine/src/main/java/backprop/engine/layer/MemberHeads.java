// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Identity;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Zeros;
import backprop.engine.op.AffineSlices;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * A fully connected layer of each member's own: {@code members x in} becomes {@code members x
 * units}. Parameters: {@code weights} (in x members * units) and {@code bias} (1 x members * units,
 * starts at 0), the members side by side. The last one goes before the loss {@code members}; where
 * all layers behind the inputs are such ones, the members share nothing and each may learn from
 * other rows.
 *
 * @param units number of units, at least 1
 * @param activation what follows the weighted sum
 */
@Description("Fully connected, with weights of each member's own.")
@Formula("y_i = activation(x_i * weights_i + bias_i) for member i")
@Source(
    "Gorishniy, Kotelnikov and Babenko, \"TabM: advancing tabular deep learning with"
        + " parameter-efficient ensembling\", ICLR 2025, section 3")
public record MemberHeads(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip("what follows the weighted sum") Activation activation)
    implements Layer {
  public MemberHeads {
    Layers.checkUnits(units);
  }

  /** Without an activation. */
  public MemberHeads(int units) {
    this(units, new Identity());
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Layers.members(g, x);
    Layers.checkWeights(g, in.elements(), units);
    int members = in.size(0);
    int inputs = in.columns();
    Value w =
        g.parameter(
            "weights",
            inputs,
            members * units,
            Role.WEIGHT,
            activation.initializer(),
            inputs,
            units,
            1);
    Value b = g.parameter("bias", 1, members * units, Role.BIAS, new Zeros());
    Value sums = g.op(new AffineSlices(members), g.reshape(x, Shape.of(in.elements())), w, b);
    return activation.apply(g, g.reshape(sums, Shape.of(members, units)));
  }
}
