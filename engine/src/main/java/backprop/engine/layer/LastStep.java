// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.EndStep;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * The last step of a sequence: time x features becomes features. Of a masked sequence it is the
 * last real step, and zeros where all steps are padding. No parameters.
 */
@Description("The last step of a sequence; the last real one of a masked sequence.")
@Formula("y = x_t, t the last step that is no padding")
@Source(
    "Graves, \"Supervised sequence labelling with recurrent neural networks\", "
        + "Springer 2012, section 3.2")
public record LastStep() implements Layer {
  @Override
  public Value apply(Graph g, Value x) {
    Cells.sequence(g, x);
    EndStep last = new EndStep(false);
    return x.mask() == null ? g.op(last, x) : g.op(last, x, x.mask());
  }
}
