// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Value;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Tells steps of a sequence apart: adds a trained row to each step, the same for all examples.
 * Input and output: time x columns. Parameter: {@code positions} (time x columns). Gehring, Auli,
 * Grangier, Yarats and Dauphin, "Convolutional sequence to sequence learning", ICML 2017.
 *
 * @param start how the rows start
 */
@Description("Adds a trained row to each step of a sequence.")
@Formula("y(t) = x(t) + positions(t)")
@Source(
    "Gehring, Auli, Grangier, Yarats and Dauphin, \"Convolutional sequence to"
        + " sequence learning\", ICML 2017, section 3.1")
public record LearnedPositions(@Tip("how the rows start") Initializer start) implements Layer {

  /** Starting as Glorot-uniform. */
  public LearnedPositions() {
    this(new GlorotUniform());
  }

  @Override
  public Value apply(Graph g, Value x) {
    int time = Layers.sequence(g, x).size(0);
    int columns = x.shape().columns();
    return Layers.addTable(g, x, g.parameter("positions", time, columns, Role.EMBEDDING, start));
  }
}
