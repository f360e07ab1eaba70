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
 * Convolution of a sequence: time x features becomes time' x filters, {@code y(t, f) =
 * activation(sum over k, c of x(t * stride + k * dilation - padding, c) * w(k, c, f) + b(f))}, with
 * {@code time' = floor((time + padding - (size - 1) * dilation - 1) / stride) + 1}. The kernel is
 * not flipped. Parameters: {@code weights} (size * features / groups x filters, features fastest)
 * and {@code bias} (1 x filters, starts at 0). Waibel, Hanazawa, Hinton, Shikano and Lang, "Phoneme
 * recognition using time-delay neural networks", IEEE ASSP 37 (1989).
 *
 * @param filters number of channels that come out, at least 1
 * @param size number of steps that a window sees
 * @param activation what follows the weighted sums
 * @param stride distance between two windows
 * @param padding what surrounds the input; see {@link SamePadding} and its neighbors
 * @param dilation distance between two places of a window
 * @param groups how many equal parts input channels and filters are cut into; each part of the
 *     filters sees its part of the channels alone
 * @param bias whether a trained number is added for each filter
 * @param weights how the weights start; {@code auto} takes what suits the activation
 */
@Description("Convolution over time: every filter sees a window of the sequence.")
@Formula(
    "y(t, f) = activation(sum over k, c of x(t * stride + k * dilation - padding, c) * "
        + "w(k, c, f) + b(f))")
@Source(
    "Waibel, Hanazawa, Hinton, Shikano and Lang, \"Phoneme recognition using time-delay "
        + "neural networks\", IEEE Transactions on Acoustics, Speech and Signal Processing 37, "
        + "1989")
public record Conv1d(
    @Tip(value = "number of filters: channels that come out", min = 1, required = true) int filters,
    @Tip(value = "number of steps that the window sees", min = 1, required = true) int size,
    @Tip("what follows the weighted sum") Activation activation,
    @Tip(value = "steps of the window", min = 1) int stride,
    @Tip("same, valid, causal, a number for all sides, or sides(...)") Padding padding,
    @Tip(value = "distance of the places of the window", min = 1) int dilation,
    @Tip(value = "parts of the channels, each convolved by itself", min = 1) int groups,
    @Tip("whether a trained number is added to each filter's sums") boolean bias,
    @Tip("how the weights start; auto: what suits the activation") Initializer weights)
    implements Layer {

  public Conv1d {
    Windows.atLeastOne("filters", filters);
    Windows.atLeastOne("size", size);
    Windows.atLeastOne("stride", stride);
    Windows.atLeastOne("dilation", dilation);
    Windows.atLeastOne("groups", groups);
  }

  /** With the defaults: stride 1, no padding, no dilation, one group, bias. */
  public Conv1d(int filters, int size, Activation activation) {
    this(filters, size, activation, 1, new ValidPadding(), 1, 1, true, new Auto());
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Windows.sequence(g, x);
    Window w =
        Windows.over(g, in, List.of(size), List.of(stride), List.of(dilation), padding::over);
    Windows.checkGroups(g, groups, in.columns(), filters);
    Windows.Kernel kernel = Windows.Kernel.of(w, groups, in.columns(), filters, weights);
    return Windows.apply(g, x, new Convolution(w, groups), kernel, bias, activation);
  }
}
