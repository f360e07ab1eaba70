// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;

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
   * The shape under which the network sees its input: that of the input, or what the first layers
   * make of it without computing anything, such as an image out of a row of pixels.
   *
   * @throws IllegalArgumentException when the first layer does not fit the input
   */
  public Shape seenInput() {
    Graph g = new Graph(Mode.INFER);
    Value x = g.input(input);
    return seen(g, body, x, x).shape();
  }

  /** What becomes of {@code x} as long as it is all of {@code input}. */
  private static Value seen(Graph g, Layer layer, Value input, Value x) {
    if (layer instanceof Chain chain) {
      Value seen = x;
      for (Layer l : chain.layers()) {
        Value next = seen(g, l, input, seen);
        if (next == seen) {
          return seen;
        }
        seen = next;
      }
      return seen;
    }
    Value y = layer.apply(g, x);
    return y.shows(input) ? y : x;
  }
}
