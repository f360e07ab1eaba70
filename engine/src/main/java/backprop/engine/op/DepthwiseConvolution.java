// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Window;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Every channel convolved by itself into one or more channels: {@code y(o, c * m + j) = sum over
 * the window's places k of x(o at k, c) * w(k, c * m + j) + b(c * m + j)} for {@code j = 0 ... m -
 * 1}. Inputs: x (height x width x channels, or time x channels), weights w (places x channels * m)
 * and, if there is a third, the bias b (1 x channels * m). Gradients: those of the sum.
 *
 * @param window how the window slides; knows the size of the input
 */
public record DepthwiseConvolution(Window window) implements Op {
  @Override
  public Shape shape(Shape... in) {
    int outputs = in[1].columns();
    if (in[1].rank() != 2 || in[1].size(0) != window.places() || outputs % in[0].columns() != 0) {
      throw new IllegalArgumentException(
          "weights of "
              + in[1]
              + " do not fit "
              + in[0].columns()
              + " channels and a window of "
              + window.places()
              + " places");
    }
    Images.checkBias(outputs, in);
    return Images.output(window, in[0], outputs);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.images().depthwise(window, n.input(0), n.input(1), n.output());
    if (n.inputs() > 2) {
      k.addRow(n.output(), n.input(2), n.output());
    }
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.images().depthwiseInputGradient(window, n.gradient(), n.input(1), n.beta(0), n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.images()
          .depthwiseWeightGradient(window, n.input(0), n.gradient(), n.beta(1), n.gradient(1));
    }
    if (n.inputs() > 2 && n.gradient(2) != null) {
      k.sumRows(n.gradient(), n.beta(2), n.gradient(2));
    }
  }

  @Override
  public String toString() {
    return "depthwise convolution";
  }
}
