// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Identity;
import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Auto;
import backprop.engine.init.Initializer;
import backprop.engine.op.DepthwiseConvolution;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Depthwise convolution of an image: every channel c by itself becomes the channels {@code c *
 * multiplier ... c * multiplier + multiplier - 1}. Sizes as for {@link Conv2d}. Parameters: {@code
 * weights} (height of the window * width x channels * multiplier) and {@code bias} (1 x channels *
 * multiplier, starts at 0).
 *
 * @param size height and width of the window, or one number for both
 * @param multiplier channels that each channel becomes, at least 1
 * @param activation what follows the weighted sums
 * @param stride distance between two windows, height and width or one number
 * @param padding what surrounds the input; see {@link SamePadding} and its neighbors
 * @param dilation distance between two places of a window, height and width or one number
 * @param bias whether a trained number is added for each channel that comes out
 * @param weights how the weights start; {@code auto} takes what suits the activation
 */
@Description("Every channel of an image convolved by itself.")
@Formula(
    "y(i, j, c * multiplier + m) = activation(sum over k, l of x(i * stride + k * "
        + "dilation - padding, j likewise, c) * w(k, l, c, m) + b(c, m))")
@Source(
    "Howard et al., \"MobileNets: efficient convolutional neural networks for mobile "
        + "vision applications\", 2017 (arXiv 1704.04861), equation 3")
public record DepthwiseConv2d(
    @Tip(value = "height and width of the window, or one number for both", min = 1, required = true)
        List<Integer> size,
    @Tip(value = "channels that each channel becomes", min = 1) int multiplier,
    @Tip("what follows the weighted sum") Activation activation,
    @Tip(value = "steps of the window: height and width, or one number for both", min = 1)
        List<Integer> stride,
    @Tip("same, valid, causal, a number for all sides, or sides(...)") Padding padding,
    @Tip(value = "distance of the places of the window: height and width, or one number", min = 1)
        List<Integer> dilation,
    @Tip("whether a trained number is added to each filter's sums") boolean bias,
    @Tip("how the weights start; auto: what suits the activation") Initializer weights)
    implements Layer {

  public DepthwiseConv2d {
    size = Windows.sizes("size", size);
    Windows.atLeastOne("multiplier", multiplier);
    stride = Windows.sizes("stride", stride);
    dilation = Windows.sizes("dilation", dilation);
  }

  /** With the defaults: one channel from each, stride 1, no padding, no dilation, bias. */
  public DepthwiseConv2d(int size) {
    this(
        List.of(size),
        1,
        new Identity(),
        List.of(1),
        new ValidPadding(),
        List.of(1),
        true,
        new Auto());
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Windows.image(g, x);
    Window w = Windows.over(g, in, size, stride, dilation, padding::over);
    Windows.Kernel kernel =
        Windows.Kernel.depthwise("weights", w, in.columns(), multiplier, weights);
    return Windows.apply(g, x, new DepthwiseConvolution(w), kernel, bias, activation);
  }
}
