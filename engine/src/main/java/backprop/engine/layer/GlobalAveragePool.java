// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.AttentionSum;
import backprop.engine.op.MaskedSoftmax;
import backprop.engine.op.SumPool;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * The mean of every channel over all positions: height x width x channels or time x features
 * becomes channels. Padded steps of a sequence do not count; where all are padding, the mean is 0.
 * No parameters.
 */
@Description("The mean of every channel over all positions.")
@Formula("y(c) = mean over all positions of x(., c)")
@Source("Lin, Chen and Yan, \"Network in network\", ICLR 2014, section 3.2")
public record GlobalAveragePool() implements Layer {
  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Windows.positions(g, x);
    if (x.mask() != null) {
      return overRealSteps(g, x);
    }
    Window w = Windows.all(in);
    return g.reshape(g.op(new SumPool(w, Window.Divisor.PLACES), x), Shape.of(in.columns()));
  }

  /** The sum of the steps with weights that are equal for real steps, 0 for padding, 1 in all. */
  private static Value overRealSteps(Graph g, Value x) {
    Value scores = g.reshape(x.mask(), Shape.of(1, x.shape().size(0)));
    Value weights = g.op(new MaskedSoftmax(1, false), scores, x.mask());
    return g.reshape(g.op(new AttentionSum(1), weights, x), Shape.of(x.shape().columns()));
  }
}
