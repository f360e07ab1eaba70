// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * The last step of a sequence, or the first: that of the real steps, where there is a mask. Inputs:
 * x (time x features) and, if there is a second, a mask (time x 1). Output: features; zeros where
 * all steps are padding. Gradient: dy goes to the step that was taken, 0 to all others.
 *
 * @param first whether it is the first step
 */
public record EndStep(boolean first) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Sequences.mask(in[0], Sequences.optional(in, 1));
    return Shape.of(in[0].columns());
  }

  @Override
  public void forward(Kernels k, Node n) {
    int time = n.inputValue(0).shape().size(0);
    k.sequences().endStep(n.input(0), time, first, Sequences.optional(n, 1), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      int time = n.inputValue(0).shape().size(0);
      k.sequences()
          .endStepGradient(
              n.gradient(), time, first, Sequences.optional(n, 1), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return first ? "first step" : "last step";
  }
}
