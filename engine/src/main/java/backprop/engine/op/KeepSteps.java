// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * A sequence with zeros in its padded steps, whatever they held, also NaN. Inputs: x (time x
 * features) and a mask (time x 1). Gradient: {@code dx = dy} in the real steps, 0 in the others;
 * the mask has none.
 */
public record KeepSteps() implements Op {
  @Override
  public Shape shape(Shape... in) {
    Sequences.mask(in[0], in[1]);
    return in[0];
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.sequences().keepRows(n.input(0), n.input(1), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.sequences().keepRows(n.gradient(), n.input(1), n.beta(0), n.gradient(0));
    }
    if (n.gradient(1) != null && n.beta(1) == 0) {
      k.fill(0, n.gradient(1));
    }
  }

  @Override
  public String toString() {
    return "keep steps";
  }
}
