// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Branches: all get the same input, and the columns of their outputs are put side by side, in the
 * order of the branches. The outputs' shapes must agree but for their last sizes. With {@link
 * Columns} at the front of each branch, groups of inputs go ways of their own: {@code
 * concatenate(chain(columns(1-4), dense(8)), chain(columns(5-last), dense(8)))}. Each branch
 * records under its index and name, as in {@link Chain}; a chain without layers is a branch that
 * passes the input on.
 *
 * @param branches the branches, at least one; several layers in a row are a chain
 */
@Description("Branches side by side: they get the same input, and their columns are put together.")
@Formula("y = [f_1(x), f_2(x), ...]")
@Source(
    "Szegedy et al., \"Going deeper with convolutions\", CVPR 2015, for networks of"
        + " such branches")
public record Concatenate(@Tip(value = "the branches", required = true) List<Layer> branches)
    implements Layer {

  public Concatenate {
    branches = Layers.checkBranches(branches);
  }

  /** Of these branches. */
  public static Concatenate of(Layer... branches) {
    return new Concatenate(List.of(branches));
  }

  @Override
  public Value apply(Graph g, Value x) {
    return g.op(new backprop.engine.op.Concatenate(), Layers.branches(branches, g, x));
  }
}
