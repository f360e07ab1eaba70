// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.Rowwise;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.RowLoss;
import backprop.engine.text.Names;

/** A loss that looks at all outputs of an example together. */
interface RowwiseLoss extends Loss, Rowwise {
  @Override
  default Shape target(Shape output) {
    String name = Names.of(getClass());
    return kind() == TargetKind.CLASS ? Outputs.index(name, output) : Outputs.oneRow(name, output);
  }

  @Override
  default Value apply(Graph g, Value output, Value target) {
    target(output.shape());
    return g.op(new RowLoss(this), output, target);
  }
}
