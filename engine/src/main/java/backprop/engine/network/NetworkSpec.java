// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import java.util.List;

/**
 * What a network is: everything but its numbers.
 *
 * @param input shape of one example
 * @param body the layers, output layer included (its output goes to the loss: logits, not
 *     probabilities)
 * @param loss the loss
 */
public record NetworkSpec(Shape input, Layer body, Loss loss) {

  /**
   * The shape under which the network sees its input: that of the input, or the first other one
   * that the first layers give it without computing anything, such as that of an image to a row of
   * pixels.
   *
   * @throws IllegalArgumentException when the first layer does not fit the input
   */
  public Shape seenInput() {
    Graph g = new Graph(Mode.INFER);
    Value x = g.input(input);
    return seen(g, body, x).shape();
  }

  /**
   * The loss alone: a network without layers.
   *
   * @param output shape of what these layers put out, its input
   */
  public NetworkSpec lossAlone(Shape output) {
    return new NetworkSpec(output, new Chain(List.of()), loss);
  }

  /** The input under another shape, or as it is. */
  private static Value seen(Graph g, Layer layer, Value input) {
    if (!(layer instanceof Chain chain)) {
      Value y = layer.apply(g, input);
      return y.shows(input) ? y : input;
    }
    for (Layer l : chain.layers()) {
      Value y = seen(g, l, input);
      if (y == input || !y.shape().equals(input.shape())) {
        return y;
      }
    }
    return input;
  }
}
