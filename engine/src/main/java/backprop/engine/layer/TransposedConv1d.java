// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Auto;
import backprop.engine.init.Initializer;
import backprop.engine.op.TransposedConvolution;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * The transpose of a convolution: every position adds the kernel, times its channels, to the places
 * that a window there would see, so that strides spread instead of skip. Time x features becomes
 * time' x filters. Output size: {@code (size of the input - 1) * stride + (size - 1) * dilation + 1
 * - padding + output-padding}; with padding same, input * stride. Parameters: {@code weights} (size
 * * filters / groups x channels, filters fastest) and {@code bias} (1 x filters, starts at 0).
 * Zeiler, Krishnan, Taylor and Fergus, "Deconvolutional networks", CVPR 2010.
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
 * @param outputPadding positions added at the end, fewer than the stride; not with padding same
 */
@Description("Transposed convolution of a sequence: makes it larger.")
@Formula(
    "y(t * stride + k * dilation - padding, f) += x(t, c) * w(k, f, c) for all t, k, c; "
        + "then activation(y + b(f))")
@Source("Zeiler, Krishnan, Taylor and Fergus, \"Deconvolutional networks\", CVPR 2010")
public record TransposedConv1d(
    @Tip(value = "number of filters: channels that come out", min = 1, required = true) int filters,
    @Tip(value = "number of steps that the window sees", min = 1, required = true) int size,
    @Tip("what follows the weighted sum") Activation activation,
    @Tip(value = "steps of the window", min = 1) int stride,
    @Tip("same, valid, causal, a number for all sides, or sides(...)") Padding padding,
    @Tip(value = "distance of the places of the window", min = 1) int dilation,
    @Tip(value = "parts of the channels, each convolved by itself", min = 1) int groups,
    @Tip("whether a trained number is added to each filter's sums") boolean bias,
    @Tip("how the weights start; auto: what suits the activation") Initializer weights,
    @Tip(value = "positions added at the end, fewer than the stride", min = 0) int outputPadding)
    implements Layer {

  public TransposedConv1d {
    Windows.atLeastOne("filters", filters);
    Windows.atLeastOne("size", size);
    Windows.atLeastOne("stride", stride);
    Windows.atLeastOne("dilation", dilation);
    Windows.atLeastOne("groups", groups);
    if (outputPadding < 0 || outputPadding >= stride) {
      throw new IllegalArgumentException(
          "output-padding is " + outputPadding + ", allowed are 0 to stride - 1");
    }
  }

  /** With the defaults: no padding, no dilation, one group, bias. */
  public TransposedConv1d(int filters, int size, int stride, Activation activation) {
    this(filters, size, activation, stride, new ValidPadding(), 1, 1, true, new Auto(), 0);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Windows.sequence(g, x);
    Window w =
        Windows.over(
            g,
            in,
            List.of(size),
            List.of(stride),
            List.of(dilation),
            (d, n, k, s, far) -> padding.transposed(d, n, k, s, far, outputPadding));
    Windows.checkGroups(g, groups, in.columns(), filters);
    Windows.Kernel kernel = Windows.Kernel.transposed(w, groups, in.columns(), filters, weights);
    return Windows.apply(g, x, new TransposedConvolution(w, groups), kernel, bias, activation);
  }
}
