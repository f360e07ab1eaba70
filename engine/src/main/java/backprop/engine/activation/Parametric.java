// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Value;
import backprop.engine.init.Constant;
import backprop.engine.init.Initializer;
import backprop.engine.op.Add;
import backprop.engine.op.MultiplyRow;
import backprop.engine.op.Subtract;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Another activation f, blended with the identity: {@code x + a * (f(x) - x)} with a trained a for
 * each unit (parameter {@code blend}, 1 x columns), which starts at 1 and learns at a tenth of the
 * rate: at 1 it is f, at 0 linear. Holzmueller, Grinsztajn and Steinwart, "Better by default:
 * strong pre-tuned MLPs and boosted trees on tabular data", NeurIPS 2024.
 *
 * @param activation f
 */
@Description("An activation that each unit blends with the identity, by a trained factor.")
@Formula("y = x + a * (f(x) - x), a trained, from 1")
@Source(
    "Holzmueller, Grinsztajn and Steinwart, \"Better by default: strong pre-tuned MLPs "
        + "and boosted trees on tabular data\", NeurIPS 2024")
public record Parametric(@Tip(value = "what is blended", required = true) Activation activation)
    implements Activation {
  private static final double RATE_FACTOR = 0.1;

  @Override
  public Initializer initializer() {
    return activation.initializer();
  }

  @Override
  public Value apply(Graph g, Value x) {
    int columns = x.shape().columns();
    Value blend =
        g.parameter("blend", 1, columns, Role.GAIN, new Constant(1), columns, columns, RATE_FACTOR);
    Value f = g.scoped("blended", () -> activation.apply(g, x));
    Value scaled = g.op(new MultiplyRow(), g.op(new Subtract(), f, x), blend);
    return g.op(new Add(), x, scaled);
  }
}
