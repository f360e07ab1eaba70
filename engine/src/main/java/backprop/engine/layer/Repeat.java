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
 * The same layers several times, one repetition after the other, each with parameters of its own.
 * Repetition i records under its number: {@code 0/0-dense/weights}.
 *
 * @param count number of repetitions, 1 to {@value #MOST}
 * @param layers what is repeated, first to last, at least one layer
 */
@Description("The same layers several times, with parameters of their own each time.")
@Formula("y = f_count(... f_2(f_1(x))), each f_i the layers with parameters of its own")
@Source(
    "Vaswani et al., \"Attention is all you need\", NIPS 2017, section 3.1, for"
        + " blocks that are repeated")
public record Repeat(
    @Tip(value = "number of repetitions", min = 1, max = Repeat.MOST, required = true) int count,
    @Tip(value = "what is repeated, first to last", required = true) List<Layer> layers)
    implements Layer {

  /** Every repetition is recorded, so a mistyped number would fill the memory before it trains. */
  public static final int MOST = 1000;

  public Repeat {
    layers = List.copyOf(layers);
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("count is " + count + ", allowed are 1 to " + MOST);
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("it needs at least one layer to repeat");
    }
  }

  /** These layers so often. */
  public static Repeat of(int count, Layer... layers) {
    return new Repeat(count, List.of(layers));
  }

  @Override
  public Value apply(Graph g, Value x) {
    Value v = x;
    for (int i = 0; i < count; i++) {
      Value in = v;
      v = g.scoped(String.valueOf(i), () -> Layers.inOrder(layers, g, in));
    }
    return v;
  }
}
