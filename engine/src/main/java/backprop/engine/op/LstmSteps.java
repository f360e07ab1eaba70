// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Recurrence;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Long short-term memory over all steps of a sequence. With {@code s_t = x_t + h_(t-1) * U} in four
 * groups of columns, for the input gate, the forget gate, the output gate and the candidate:
 *
 * <pre>
 *   i = gate(s1), f = gate(s2), o = gate(s3), g = candidate(s4)
 *   c_t = f * c_(t-1) + i * g,   h_t = o * candidate(c_t)
 * </pre>
 *
 * <p>Inputs: x, the inputs' part of the weighted sums (time x 4 units), the recurrent weights U
 * (units x 4 units), and, if there is a third, a mask (time x 1). Output: all h (time x units). A
 * step whose mask is 0 keeps the old h and c.
 *
 * <p>Gradients, back through time: {@code dh_t = dy_t + ds_(t+1) * U'}, {@code do = dh *
 * candidate(c)}, {@code dc_t = dc_(t+1) * f_(t+1) + dh * o * candidate'(c)}, {@code di = dc * g},
 * {@code df = dc * c_(t-1)}, {@code dg = dc * i}, each times its function's derivative giving ds;
 * {@code dx_t = ds_t}, {@code dU = sum over t of h_(t-1)' * ds_t}.
 *
 * @param how steps, direction, where the gradient is cut, recurrent dropout
 * @param gate the gates' function
 * @param candidate the function of the candidate and of the cell on its way out
 */
public record LstmSteps(Recurrence how, Elementwise gate, Elementwise candidate) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return Sequences.output(how, 4, in[0], in[1], Sequences.optional(in, 2));
  }

  /** The hidden state before each step; the sums, then their gradients; gates; cells. */
  @Override
  public Scratch[] scratch(Shape... in) {
    Scratch units = new Scratch(true, in[1].size(0));
    Scratch four = new Scratch(true, in[1].size(1));
    return new Scratch[] {units, four, four, units};
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.sequences()
        .lstm(
            how,
            n.randomKey(),
            gate,
            candidate,
            n.input(0),
            n.input(1),
            Sequences.optional(n, 2),
            n.scratch(0),
            n.scratch(1),
            n.scratch(2),
            n.scratch(3),
            n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    k.sequences()
        .lstmGradient(
            how,
            n.randomKey(),
            gate,
            candidate,
            n.input(1),
            Sequences.optional(n, 2),
            n.scratch(2),
            n.scratch(3),
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
    return "lstm steps";
  }
}
