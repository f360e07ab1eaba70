// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.Zeros;
import backprop.engine.op.Affine;
import backprop.engine.op.Concatenate;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * An output layer of each member's own: {@code members x in} becomes {@code members x units}.
 * Parameters: for member i, from 0, {@code weights-i} (in x units) and {@code bias-i} (1 x units,
 * starts at 0). Goes before the loss {@code members}.
 *
 * @param units number of units, at least 1
 */
@Description("An output layer of each member's own.")
@Formula("y_i = x_i * weights_i + bias_i for member i")
@Source(
    "Gorishniy, Kotelnikov and Babenko, \"TabM: advancing tabular deep learning with"
        + " parameter-efficient ensembling\", ICLR 2025, section 3")
public record MemberHeads(@Tip(value = "number of units", min = 1, required = true) int units)
    implements Layer {
  public MemberHeads {
    Layers.checkUnits(units);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Layers.members(g, x);
    Layers.checkWeights(g, in.elements(), units);
    Value[] heads = new Value[in.size(0)];
    for (int i = 0; i < heads.length; i++) {
      Value w = g.parameter("weights-" + i, in.columns(), units, Role.WEIGHT, new GlorotUniform());
      Value b = g.parameter("bias-" + i, 1, units, Role.BIAS, new Zeros());
      heads[i] = g.op(new Affine(), g.step(x, i), w, b);
    }
    return g.reshape(g.op(new Concatenate(), heads), Shape.of(heads.length, units));
  }
}
