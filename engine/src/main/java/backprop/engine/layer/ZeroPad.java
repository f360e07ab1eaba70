// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.SumPool;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Zeros around an image or before and after a sequence. No parameters.
 *
 * @param positions one number for all sides; two for a sequence: before and after, for an image:
 *     above and below, left and right; or four for an image: above, below, left, right
 */
@Description("Zeros around an image or a sequence.")
@Formula("y(i, j, c) = x(i - above, j - left, c) inside, else 0")
@Source("as the layer ZeroPadding2D in the manual of Keras")
public record ZeroPad(
    @Tip(
            value = "one number; two: above and below, left and right; or four",
            min = 0,
            required = true)
        List<Integer> positions)
    implements Layer {

  public ZeroPad {
    positions = Windows.margins(positions);
  }

  @Override
  public Value apply(Graph g, Value x) {
    return g.op(new SumPool(Windows.withMargins(g, x, positions, 1), Window.Divisor.ONE), x);
  }
}
