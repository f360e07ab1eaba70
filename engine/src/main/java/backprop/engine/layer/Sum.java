// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Add;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Branches: all get the same input, and their outputs, of one shape, are added. Each branch records
 * under its index and name, as in {@link Chain}; a chain without layers is a branch that passes the
 * input on.
 *
 * @param branches the branches, at least one; several layers in a row are a chain
 */
@Name("add")
@Description("Branches that get the same input; their outputs are added.")
@Formula("y = f_1(x) + f_2(x) + ...")
@Source(
    "Szegedy, Ioffe, Vanhoucke and Alemi, \"Inception-v4, Inception-ResNet and the"
        + " impact of residual connections on learning\", AAAI 2017")
public record Sum(@Tip(value = "the branches", required = true) List<Layer> branches)
    implements Layer {

  public Sum {
    branches = Layers.checkBranches(branches);
  }

  /** Of these branches. */
  public static Sum of(Layer... branches) {
    return new Sum(List.of(branches));
  }

  @Override
  public Value apply(Graph g, Value x) {
    Value[] outputs = Layers.branches(branches, g, x);
    Value all = outputs[0];
    for (int i = 1; i < outputs.length; i++) {
      all = g.op(new Add(), all, outputs[i]);
    }
    return all;
  }
}
