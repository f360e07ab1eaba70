// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.NormalizeGroups;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Instance normalization: every channel of every example to mean 0 and variance 1 over its
 * positions, then times a trained gain (starts at 1) plus a trained shift (starts at 0). A sequence
 * or an image. Parameters: {@code gain}, {@code shift}; both 1 x channels. Ulyanov, Vedaldi and
 * Lempitsky, "Instance normalization: the missing ingredient for fast stylization", 2016 (arXiv
 * 1607.08022).
 *
 * @param epsilon added to the variance, above 0
 */
@Description("Every channel of each example to mean 0 and variance 1.")
@Formula(
    "y = gain * (x - mean) / sqrt(variance + epsilon) + shift, moments over the "
        + "positions of a channel")
@Source(
    "Ulyanov, Vedaldi and Lempitsky, \"Instance normalization: the missing ingredient "
        + "for fast stylization\", 2016 (arXiv 1607.08022)")
public record InstanceNorm(@Tip(value = "added to the variance", above = 0) double epsilon)
    implements Layer {

  public InstanceNorm {
    Layers.checkEpsilon(epsilon);
  }

  /** Epsilon 1e-5. */
  public InstanceNorm() {
    this(1e-5);
  }

  @Override
  public Value apply(Graph g, Value x) {
    int channels = Windows.positions(g, x).columns();
    return Layers.gainAndShift(g, g.op(new NormalizeGroups(channels, epsilon), x));
  }
}
