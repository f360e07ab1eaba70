// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Window;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * The sum or the mean of every window, channel by channel, padding counting as zeros. Input: height
 * x width x channels, or time x channels. Gradient: its transpose. A window of one place with
 * padding adds zeros around the input, or, with negative padding, cuts its margins off.
 *
 * @param window how the window slides
 * @param divisor what the sum is divided by
 */
public record SumPool(Window window, Window.Divisor divisor) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return Images.output(window, in[0], in[0].columns());
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.images().sumPool(window, divisor, n.input(0), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.images().sumPoolGradient(window, divisor, n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return divisor == Window.Divisor.ONE ? "sum-pool" : "average-pool";
  }
}
