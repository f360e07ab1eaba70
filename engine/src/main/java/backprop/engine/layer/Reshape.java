// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * The same numbers under another shape: features, time x features or height x width x channels; the
 * last size runs fastest. Nothing is moved. No parameters.
 *
 * @param sizes one to three sizes whose product is the number of elements of the input
 */
@Description("The same numbers under another shape, such as 28, 28, 1 for an image.")
@Formula("y(n) = x(n), n counted with the last size fastest")
@Source("as the function reshape in the manual of NumPy, with order C")
public record Reshape(
    @Tip(value = "features; time, features; or height, width, channels", min = 1, required = true)
        List<Integer> sizes)
    implements Layer {

  public Reshape {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty() || sizes.size() > 3) {
      throw new IllegalArgumentException(
          "sizes are " + sizes + ", it must be one to three numbers");
    }
    Shape.of(sizes.stream().mapToInt(s -> s).toArray());
  }

  @Override
  public Value apply(Graph g, Value x) {
    return g.reshape(x, Shape.of(sizes.stream().mapToInt(s -> s).toArray()));
  }
}
