// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.Pairwise;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.PairLoss;
import backprop.engine.text.Names;

/**
 * A loss that compares each output with a target of its own and takes the mean over the outputs.
 * The target has the output's shape; the prediction is the output itself, unless said otherwise.
 */
public interface PairwiseLoss extends Loss, Pairwise {
  @Override
  default Shape target(Shape output) {
    return Outputs.oneRow(Names.of(getClass()), output);
  }

  @Override
  default Value apply(Graph g, Value output, Value target) {
    Outputs.oneRow(Names.of(getClass()), output.shape());
    return g.op(new PairLoss(this), output, target);
  }

  @Override
  default Value predict(Graph g, Value output) {
    return output;
  }
}
