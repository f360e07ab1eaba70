// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Value;
import backprop.engine.init.Constant;
import backprop.engine.op.MultiplyRow;
import backprop.engine.op.NormalizeByRootMeanSquare;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Root mean square normalization of the last axis: every row (example, or example and time) {@code
 * x / sqrt(mean(x * x) + epsilon)}, then times a trained gain (starts at 1). Parameter: {@code
 * gain} (1 x columns). Zhang and Sennrich, "Root mean square layer normalization", NeurIPS 2019.
 *
 * @param epsilon added to the mean square, above 0
 */
@Description("Every example divided by its root mean square.")
@Formula("y = gain * x / sqrt(mean(x^2) + epsilon), mean over the row")
@Source(
    "Zhang and Sennrich, \"Root mean square layer normalization\", NeurIPS 2019," + " equation 4")
public record RmsNorm(@Tip(value = "added to the mean square", above = 0) double epsilon)
    implements Layer {

  public RmsNorm {
    Layers.checkEpsilon(epsilon);
  }

  /** Epsilon 1e-5. */
  public RmsNorm() {
    this(1e-5);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Value normal = g.op(new NormalizeByRootMeanSquare(epsilon), x);
    Value gain = g.parameter("gain", 1, x.shape().columns(), Role.GAIN, new Constant(1));
    return g.op(new MultiplyRow(), normal, gain);
  }
}
