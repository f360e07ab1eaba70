// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Multiply;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Branches: all get the same input, and their outputs, of one shape, are multiplied element by
 * element. Each branch records under its index and name, as in {@link Chain}; a chain without
 * layers is a branch that passes the input on.
 *
 * @param branches the branches, at least one; several layers in a row are a chain
 */
@Name("multiply")
@Description("Branches that get the same input; their outputs are multiplied.")
@Formula("y = f_1(x) * f_2(x) * ..., element by element")
@Source(
    "Srivastava, Greff and Schmidhuber, \"Highway networks\", 2015, arXiv"
        + " 1505.00387, for products of branches as gates")
public record Product(@Tip(value = "the branches", required = true) List<Layer> branches)
    implements Layer {

  public Product {
    branches = Layers.checkBranches(branches);
  }

  /** Of these branches. */
  public static Product of(Layer... branches) {
    return new Product(List.of(branches));
  }

  @Override
  public Value apply(Graph g, Value x) {
    Value[] outputs = Layers.branches(branches, g, x);
    Value all = outputs[0];
    for (int i = 1; i < outputs.length; i++) {
      all = g.op(new Multiply(), all, outputs[i]);
    }
    return all;
  }
}
