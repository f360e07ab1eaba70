// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.NormalizeRows;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Layer normalization of the last axis: every row (example, or example and time) to mean 0 and
 * variance 1, then times a trained gain (starts at 1) plus a trained shift (starts at 0).
 * Parameters: {@code gain}, {@code shift}; both 1 x columns. Ba, Kiros and Hinton, "Layer
 * normalization", 2016 (arXiv 1607.06450).
 *
 * @param epsilon added to the variance, above 0
 */
@Description("Layer normalization: every example to mean 0 and variance 1.")
@Formula("y = gain * (x - mean) / sqrt(variance + epsilon) + shift, moments of the row")
@Source("Ba, Kiros and Hinton, \"Layer normalization\", 2016, arXiv 1607.06450, section " + "3")
public record LayerNorm(@Tip(value = "added to the variance", above = 0) double epsilon)
    implements Layer {

  public LayerNorm {
    Layers.checkEpsilon(epsilon);
  }

  /** Epsilon 1e-5. */
  public LayerNorm() {
    this(1e-5);
  }

  @Override
  public Value apply(Graph g, Value x) {
    return Layers.gainAndShift(g, g.op(new NormalizeRows(epsilon), x));
  }
}
