// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Window;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * The transpose of a {@link SumPool} that divides by nothing: every number is added to all places
 * that the window would have seen. With windows side by side that repeats every position. Input:
 * the size of the window's output. Gradient: the sum over the window.
 *
 * @param window how the window of the pool slides, of which this is the transpose
 */
public record Spread(Window window) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return Images.input(window, in[0], in[0].columns());
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.images().sumPoolGradient(window, Window.Divisor.ONE, n.input(0), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.images().sumPool(window, Window.Divisor.ONE, n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "spread";
  }
}
