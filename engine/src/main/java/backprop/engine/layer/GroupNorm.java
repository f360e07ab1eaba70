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
 * Group normalization: every group of neighboring channels of every example to mean 0 and variance
 * 1 over its positions and channels, then times a trained gain (starts at 1) plus a trained shift
 * (starts at 0) for each channel. With one group everything of an example together; for each
 * channel by itself see {@link InstanceNorm}. Any shape. Parameters: {@code gain}, {@code shift};
 * both 1 x channels. Wu and He, "Group normalization", ECCV 2018.
 *
 * @param groups how many equal parts the channels are cut into, at least 1
 * @param epsilon added to the variance, above 0
 */
@Description("Groups of channels of each example to mean 0 and variance 1.")
@Formula(
    "y = gain * (x - mean) / sqrt(variance + epsilon) + shift, moments over the "
        + "positions and channels of a group")
@Source("Wu and He, \"Group normalization\", ECCV 2018, equation 7")
public record GroupNorm(
    @Tip(value = "how many equal parts the channels are cut into", min = 1, required = true)
        int groups,
    @Tip(value = "added to the variance", above = 0) double epsilon)
    implements Layer {

  public GroupNorm {
    Windows.atLeastOne("groups", groups);
    Layers.checkEpsilon(epsilon);
  }

  /** Epsilon 1e-5. */
  public GroupNorm(int groups) {
    this(groups, 1e-5);
  }

  @Override
  public Value apply(Graph g, Value x) {
    return Layers.gainAndShift(g, g.op(new NormalizeGroups(groups, epsilon), x));
  }
}
