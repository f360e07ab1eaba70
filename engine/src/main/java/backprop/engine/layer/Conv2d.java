// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Auto;
import backprop.engine.init.Initializer;
import backprop.engine.op.Convolution;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Convolution of an image: height x width x channels becomes height' x width' x filters, {@code
 * y(i, j, f) = activation(sum over k, l, c of x(i at k, j at l, c) * w(k, l, c, f) + b(f))}, where
 * {@code i at k = i * stride + k * dilation - padding} and {@code height' = floor((height + padding
 * - (size - 1) * dilation - 1) / stride) + 1}. The kernel is not flipped. Parameters: {@code
 * weights} (height of the window * width * channels / groups x filters, channels fastest) and
 * {@code bias} (1 x filters, starts at 0). LeCun, Bottou, Bengio and Haffner, "Gradient-based
 * learning applied to document recognition", Proceedings of the IEEE 86 (1998).
 *
 * @param filters number of channels that come out, at least 1
 * @param size height and width of the window, or one number for both
 * @param activation what follows the weighted sums
 * @param stride distance between two windows, height and width or one number
 * @param padding what surrounds the input; see {@link SamePadding} and its neighbors
 * @param dilation distance between two places of a window, height and width or one number
 * @param groups how many equal parts input channels and filters are cut into; each part of the
 *     filters sees its part of the channels alone
 * @param bias whether a trained number is added for each filter
 * @param weights how the weights start; {@code auto} takes what suits the activation
 */
@Description("Convolution of an image: every filter sees a window of it.")
@Formula(
    "y(i, j, f) = activation(sum over k, l, c of x(i * stride + k * dilation - padding, "
        + "j likewise, c) * w(k, l, c, f) + b(f))")
@Source(
    "LeCun, Bottou, Bengio and Haffner, \"Gradient-based learning applied to document "
        + "recognition\", Proceedings of the IEEE 86, 1998, section II")
public record Conv2d(
    @Tip(value = "number of filters: channels that come out", min = 1, required = true) int filters,
    @Tip(value = "height and width of the window, or one number for both", min = 1, required = true)
        List<Integer> size,
    @Tip("what follows the weighted sum") Activation activation,
    @Tip(value = "steps of the window: height and width, or one number for both", min = 1)
        List<Integer> stride,
    @Tip("same, valid, causal, a number for all sides, or sides(...)") Padding padding,
    @Tip(value = "distance of the places of the window: height and width, or one number", min = 1)
        List<Integer> dilation,
    @Tip(value = "parts of the channels, each convolved by itself", min = 1) int groups,
    @Tip("whether a trained number is added to each filter's sums") boolean bias,
    @Tip("how the weights start; auto: what suits the activation") Initializer weights)
    implements Layer {

  public Conv2d {
    Windows.atLeastOne("filters", filters);
    size = Windows.sizes("size", size);
    stride = Windows.sizes("stride", stride);
    dilation = Windows.sizes("dilation", dilation);
    Windows.atLeastOne("groups", groups);
  }

  /** With the defaults: stride 1, no padding, no dilation, one group, bias. */
  public Conv2d(int filters, int size, Activation activation) {
    this(
        filters,
        List.of(size),
        activation,
        List.of(1),
        new ValidPadding(),
        List.of(1),
        1,
        true,
        new Auto());
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Windows.image(g, x);
    Window w = Windows.over(g, in, size, stride, dilation, padding::over);
    Windows.checkGroups(g, groups, in.columns(), filters);
    Windows.Kernel kernel = Windows.Kernel.of(w, groups, in.columns(), filters, weights);
    return Windows.apply(g, x, new Convolution(w, groups), kernel, bias, activation);
  }
}
