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
 * One layer after the other. Each records under its index and name, such as {@code 0-dense}, so
 * that {@code 0-dense/weights} names one parameter and tells where it is. Without layers it passes
 * its input on.
 *
 * @param layers the layers, first to last
 */
@Description("One layer after the other.")
@Formula("y = layer_n(... layer_2(layer_1(x)))")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "6.4")
public record Chain(@Tip("the layers, first to last") List<Layer> layers) implements Layer {
  public Chain {
    layers = List.copyOf(layers);
  }

  /** The chain of these layers. */
  public static Chain of(Layer... layers) {
    return new Chain(List.of(layers));
  }

  @Override
  public Value apply(Graph g, Value x) {
    return Layers.inOrder(layers, g, x);
  }
}
