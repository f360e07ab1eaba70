// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Identity;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Zeros;
import backprop.engine.op.Affine;
import backprop.engine.op.Concatenate;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * A fully connected layer of each member's own: {@code members x in} becomes {@code members x
 * units}. Parameters: for member i, from 0, {@code weights-i} (in x units) and {@code bias-i} (1 x
 * units, starts at 0). The last one goes before the loss {@code members}; where all layers behind
 * the inputs are such ones, the members share nothing and each may learn from other rows.
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
    Value[] heads = new Value[in.size(0)];
    for (int i = 0; i < heads.length; i++) {
      Value w =
          g.parameter("weights-" + i, in.columns(), units, Role.WEIGHT, activation.initializer());
      Value b = g.parameter("bias-" + i, 1, units, Role.BIAS, new Zeros());
      heads[i] = g.op(new Affine(), g.step(x, i), w, b);
    }
    Value sums = g.reshape(g.op(new Concatenate(), heads), Shape.of(heads.length, units));
    return activation.apply(g, sums);
  }
}
