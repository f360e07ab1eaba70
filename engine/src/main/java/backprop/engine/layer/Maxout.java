// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Value;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.Zeros;
import backprop.engine.op.Affine;
import backprop.engine.op.Maximum;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Every unit is the largest of several weighted sums: {@code y(u) = max over p of (x * weights +
 * bias)(p * units + u)}, on the last axis; a learned convex activation. Parameters: {@code weights}
 * (in x pieces * units, starts as Glorot-uniform for one piece), {@code bias} (1 x pieces * units,
 * starts at 0). Goodfellow, Warde-Farley, Mirza, Courville and Bengio, "Maxout networks", ICML
 * 2013.
 *
 * @param units number of units, at least 1
 * @param pieces weighted sums of each unit, at least 1
 */
@Description("Every unit is the largest of several weighted sums.")
@Formula("y = max over pieces p of x * W_p + b_p")
@Source(
    "Goodfellow, Warde-Farley, Mirza, Courville and Bengio, \"Maxout networks\"," + " ICML 2013")
public record Maxout(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip(value = "weighted sums of each unit", min = 1) int pieces)
    implements Layer {

  public Maxout {
    Layers.checkUnits(units);
    if (pieces < 1) {
      throw new IllegalArgumentException("pieces is " + pieces + ", it must be at least 1");
    }
    if ((long) units * pieces > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          units + " units times " + pieces + " pieces are more than 2^31 weighted sums");
    }
  }

  /** With two pieces. */
  public Maxout(int units) {
    this(units, 2);
  }

  @Override
  public Value apply(Graph g, Value x) {
    int in = x.shape().columns();
    int all = units * pieces;
    Layers.checkWeights(g, in, all);
    Value w = g.parameter("weights", in, all, Role.WEIGHT, new GlorotUniform(), in, units, 1);
    Value b = g.parameter("bias", 1, all, Role.BIAS, new Zeros());
    return g.op(new Maximum(pieces), g.op(new Affine(), x, w, b));
  }
}
