// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Window;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * The transpose of a {@link Convolution}, as a map from its output to its input: every position of
 * x adds the kernel, times what is there, to the places that the window would have seen. Inputs: x
 * (the size of the window's output), weights w (places * filters / groups x channels of x), and, if
 * there is a third, the bias b (1 x filters). Output: the size of the window's input x filters.
 *
 * <p>Gradients: {@code dx} is the convolution of dy with w, {@code dw} that of the convolution with
 * dy as its input and x as the gradient of its output.
 *
 * @param window how the window of the convolution slides, of which this is the transpose
 * @param groups how many parts of the channels are convolved each by itself
 */
public record TransposedConvolution(Window window, int groups) implements Op {
  @Override
  public Shape shape(Shape... in) {
    int rows = window.places();
    if (in[1].rows() % rows != 0) {
      throw new IllegalArgumentException(
          "weights of " + in[1] + " do not fit a window of " + rows + " places");
    }
    int filters = in[1].rows() / rows * groups;
    Images.checkWeights(window, groups, filters, in[0].columns(), in[1]);
    Images.checkBias(filters, in);
    return Images.input(window, in[0], filters);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.images().convolveInputGradient(window, groups, n.input(0), n.input(1), 0, n.output());
    if (n.inputs() > 2) {
      k.addRow(n.output(), n.input(2), n.output());
    }
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.images().convolve(window, groups, n.gradient(), n.input(1), null, n.beta(0), n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.images()
          .convolveWeightGradient(
              window, groups, n.gradient(), n.input(0), n.beta(1), n.gradient(1));
    }
    if (n.inputs() > 2 && n.gradient(2) != null) {
      k.sumRows(n.gradient(), n.beta(2), n.gradient(2));
    }
  }

  @Override
  public String toString() {
    return "transposed convolution" + (groups == 1 ? "" : " in " + groups + " groups");
  }
}
