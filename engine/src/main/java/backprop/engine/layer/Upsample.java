// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.Spread;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Repeats every position: height x width x channels becomes height * size x width * size x
 * channels, time x features becomes time * size x features (nearest neighbor). No parameters.
 *
 * @param size how often: height and width, or one number for both
 */
@Description("Repeats every position: makes an image or a sequence larger.")
@Formula("y(i, j, c) = x(floor(i / size), floor(j / size), c)")
@Source("as the layer UpSampling2D in the manual of Keras, nearest neighbor")
public record Upsample(
    @Tip(value = "how often: height and width, or one number for both", min = 1) List<Integer> size)
    implements Layer {

  public Upsample {
    size = Windows.sizes("size", size);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Windows.positions(g, x);
    Window w =
        Windows.over(
            g,
            in,
            size,
            size,
            List.of(1),
            (d, n, k, s, far) -> new ValidPadding().transposed(d, n, k, s, far, 0));
    return g.op(new Spread(w), x);
  }
}
