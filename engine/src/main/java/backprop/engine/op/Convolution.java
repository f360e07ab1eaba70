// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Window;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * A window slides over an image or a sequence: {@code y(o, f) = sum over the window's places k and
 * the channels c of x(o at k, c) * w(k, c, f) + b(f)} (cross-correlation: the kernel is not
 * flipped). Inputs: x (height x width x channels, or time x channels), weights w (places * channels
 * / groups x filters, see {@link backprop.engine.backend.ImageKernels}) and, if there is a third,
 * the bias b (1 x filters).
 *
 * <p>Gradients: those of the sum; {@code db = sum over examples and positions of dy}.
 *
 * @param window how the window slides; knows the size of the input
 * @param groups how many parts of the channels are convolved each by itself
 */
public record Convolution(Window window, int groups) implements Op {
  @Override
  public Shape shape(Shape... in) {
    int filters = in[1].columns();
    Images.checkWeights(window, groups, in[0].columns(), filters, in[1]);
    Images.checkBias(filters, in);
    return Images.output(window, in[0], filters);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.images()
        .convolve(
            window,
            groups,
            n.input(0),
            n.input(1),
            n.inputs() > 2 ? n.input(2) : null,
            0,
            n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.images()
          .convolveInputGradient(
              window, groups, n.gradient(), n.input(1), n.beta(0), n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.images()
          .convolveWeightGradient(
              window, groups, n.input(0), n.gradient(), n.beta(1), n.gradient(1));
    }
    if (n.inputs() > 2 && n.gradient(2) != null) {
      k.sumRows(n.gradient(), n.beta(2), n.gradient(2));
    }
  }

  @Override
  public String toString() {
    return "convolution" + (groups == 1 ? "" : " in " + groups + " groups");
  }
}
