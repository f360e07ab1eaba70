// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * The largest number of every window, channel by channel: height x width x channels or time x
 * features, sizes as for {@link Conv2d}; positions that do not fill a last window are left out.
 * Padding never is the largest. No parameters.
 *
 * @param size height and width of the window, or one number for both; for a sequence one number
 * @param stride distance between two windows, like size; an empty list means the size
 * @param padding what surrounds the input; it must be less than the window
 */
@Description("The largest number of every window, channel by channel.")
@Formula("y(i, j, c) = max of x(., ., c) over the window at i * stride, j * stride")
@Source(
    "Scherer, Mueller and Behnke, \"Evaluation of pooling operations in convolutional "
        + "architectures for object recognition\", ICANN 2010")
public record MaxPool(
    @Tip(
            value = "height and width of the window, or one number for both; steps of a sequence",
            min = 1)
        List<Integer> size,
    @Tip(value = "steps of the window; without: its size", min = 1) List<Integer> stride,
    @Tip("same, valid, causal, a number for all sides, or sides(...)") Padding padding)
    implements Layer {

  public MaxPool {
    size = Windows.sizes("size", size);
    stride = stride.isEmpty() ? List.of() : Windows.sizes("stride", stride);
  }

  /** Windows of this size side by side. */
  public MaxPool(int size) {
    this(List.of(size), List.of(), new ValidPadding());
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Windows.positions(g, x);
    List<Integer> steps = stride.isEmpty() ? size : stride;
    Window w = Windows.over(g, in, size, steps, List.of(1), padding::over);
    Windows.checkSeesInput(g, w);
    return Windows.largest(g, w, x);
  }
}
