// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Recurrence;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * The simple recurrence over all steps of a sequence: {@code s_t = x_t + h_(t-1) * U}, {@code h_t =
 * f(s_t)}, {@code h_0 = 0}. Inputs: x, the inputs' part of the weighted sums (time x units), the
 * recurrent weights U (units x units), and, if there is a third, a mask (time x 1). Output: all h
 * (time x units). A step whose mask is 0 keeps the old h.
 *
 * <p>Gradients, back through time: {@code dh_t = dy_t + ds_(t+1) * U'}, {@code ds_t = dh_t *
 * f'(s_t)}, {@code dx_t = ds_t}, {@code dU = sum over t of h_(t-1)' * ds_t}.
 *
 * @param how steps, direction, where the gradient is cut, recurrent dropout
 * @param function f
 */
public record RnnSteps(Recurrence how, Elementwise function) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return Sequences.output(how, 1, in[0], in[1], Sequences.optional(in, 2));
  }

  /** The hidden state before each step; the sums, then their gradients. */
  @Override
  public Scratch[] scratch(Shape... in) {
    Scratch units = new Scratch(true, in[1].size(0));
    return new Scratch[] {units, units};
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.sequences()
        .rnn(
            how,
            n.randomKey(),
            function,
            n.input(0),
            n.input(1),
            Sequences.optional(n, 2),
            n.scratch(0),
            n.scratch(1),
            n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    k.sequences()
        .rnnGradient(
            how,
            n.randomKey(),
            function,
            n.input(1),
            Sequences.optional(n, 2),
            n.output(),
            n.gradient(),
            n.scratch(1));
    if (n.gradient(0) != null) {
      k.axpby(1, n.scratch(1), n.beta(0), n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.gemm(true, false, 1, n.scratch(0), n.scratch(1), n.beta(1), n.gradient(1));
    }
  }

  @Override
  public String toString() {
    return "rnn steps";
  }
}
