// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Identity;
import backprop.engine.backend.Axis;
import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Auto;
import backprop.engine.init.Initializer;
import backprop.engine.op.Convolution;
import backprop.engine.op.DepthwiseConvolution;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * A depthwise convolution without bias, then a convolution of one position that mixes its channels:
 * far fewer weights than {@link Conv2d}. Sizes as there. Parameters: {@code depthwise} (height of
 * the window * width x channels * multiplier), {@code weights} (channels * multiplier x filters)
 * and {@code bias} (1 x filters, starts at 0). Chollet, "Xception: deep learning with depthwise
 * separable convolutions", CVPR 2017.
 *
 * @param filters number of channels that come out, at least 1
 * @param size height and width of the window, or one number for both
 * @param activation what follows the mixed sums
 * @param multiplier channels that each channel becomes in between, at least 1
 * @param stride distance between two windows, height and width or one number
 * @param padding what surrounds the input; see {@link SamePadding} and its neighbors
 * @param dilation distance between two places of a window, height and width or one number
 * @param bias whether a trained number is added for each filter
 * @param weights how both kernels start; {@code auto} takes what suits the activation
 */
@Description("Each channel convolved by itself, then all mixed at every position.")
@Formula("y = activation(depthwise(x) * weights + bias), the product at every position")
@Source("Chollet, \"Xception: deep learning with depthwise separable convolutions\", CVPR 2017")
public record SeparableConv2d(
    @Tip(value = "number of filters: channels that come out", min = 1, required = true) int filters,
    @Tip(value = "height and width of the window, or one number for both", min = 1, required = true)
        List<Integer> size,
    @Tip("what follows the weighted sum") Activation activation,
    @Tip(value = "channels that each channel becomes in between", min = 1) int multiplier,
    @Tip(value = "steps of the window: height and width, or one number for both", min = 1)
        List<Integer> stride,
    @Tip("same, valid, causal, a number for all sides, or sides(...)") Padding padding,
    @Tip(value = "distance of the places of the window: height and width, or one number", min = 1)
        List<Integer> dilation,
    @Tip("whether a trained number is added to each filter's sums") boolean bias,
    @Tip("how the weights start; auto: what suits the activation") Initializer weights)
    implements Layer {

  public SeparableConv2d {
    Windows.atLeastOne("filters", filters);
    size = Windows.sizes("size", size);
    Windows.atLeastOne("multiplier", multiplier);
    stride = Windows.sizes("stride", stride);
    dilation = Windows.sizes("dilation", dilation);
  }

  /** With the defaults: one channel from each, stride 1, no padding, no dilation, bias. */
  public SeparableConv2d(int filters, int size) {
    this(
        filters,
        List.of(size),
        new Identity(),
        1,
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
    Windows.Kernel each =
        Windows.Kernel.depthwise("depthwise", w, in.columns(), multiplier, weights);
    Value apart = Windows.apply(g, x, new DepthwiseConvolution(w), each, false, new Identity());
    Shape between = apart.shape();
    Window one = new Window(Axis.single(between.size(0)), Axis.single(between.size(1)));
    Windows.Kernel mixed = Windows.Kernel.of(one, 1, between.columns(), filters, weights);
    return Windows.apply(g, apart, new Convolution(one, 1), mixed, bias, activation);
  }
}
