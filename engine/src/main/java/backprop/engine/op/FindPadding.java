// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * A mask for a sequence: 0 for a step whose features all equal a value, or are all missing (NaN) if
 * asked for, and 1 for all others. Input: x (time x features). Output: time x 1. Its gradient is 0.
 *
 * @param value what padding is made of
 * @param missing whether steps of which all features are missing are padding, too
 */
public record FindPadding(double value, boolean missing) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Sequences.mask(in[0], null);
    return in[0].withColumns(1);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.sequences().padding(n.input(0), value, missing, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null && n.beta(0) == 0) {
      k.fill(0, n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "find padding";
  }
}
