// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Window;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * The largest number of every window, channel by channel; padding never is the largest. Input:
 * height x width x channels, or time x channels. Gradient: dy goes to the place of the largest
 * number, to the first one where several are equal, row by row.
 *
 * @param window how the window slides; every window must see some of the input
 */
public record MaxPool(Window window) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return Images.output(window, in[0], in[0].columns());
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.images().maxPool(window, n.input(0), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.images()
          .maxPoolGradient(window, n.input(0), n.output(), n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "max-pool";
  }
}
