// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Signs;
import backprop.engine.op.Spread;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Makes one network behave as several: {@code in} becomes {@code count x in}, a copy of the row for
 * each member, multiplied by factors of the member's own. What follows sees the members as it would
 * see the steps of a sequence; layers such as {@link Dense} share their weights among the members,
 * {@link MemberDense} adds factors and a bias of each member's own, {@link MemberHeads} shares
 * nothing. The loss behind them is {@code members}, the mean of the members' losses. Parameter:
 * {@code factors} (count x in, random signs at first).
 *
 * <p>With dense layers behind it this is TabM-mini, with layers {@code member-dense} TabM. There
 * the first factors are those of the first dense layer; here they are on their own, so that any
 * layer can follow.
 *
 * @param count number of members, at least 1
 */
@Description("Copies its input for the members of an ensemble that shares weights.")
@Formula("y_i = factors_i * x for member i")
@Source(
    "Gorishniy, Kotelnikov and Babenko, \"TabM: advancing tabular deep learning with"
        + " parameter-efficient ensembling\", ICLR 2025, section 3")
public record Members(@Tip(value = "number of members", min = 1, required = true) int count)
    implements Layer {
  public Members {
    if (count < 1) {
      throw new IllegalArgumentException("count is " + count + ", it must be at least 1");
    }
  }

  @Override
  public Value apply(Graph g, Value x) {
    if (x.shape().rank() != 1) {
      throw Layers.error(g, "it needs one row of features, but its input is " + x.shape());
    }
    int in = x.shape().columns();
    Layers.checkWeights(g, in, count);
    Shape all = Shape.of(count, in);
    Value copies = g.op(new Spread(Windows.all(all)), g.reshape(x, Shape.of(1, in)));
    return Layers.multiplyTable(g, copies, Layers.factors(g, "factors", all, new Signs()));
  }
}
