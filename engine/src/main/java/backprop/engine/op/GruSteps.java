// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Recurrence;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Gated recurrent unit over all steps of a sequence, its reset gate acting after the product. With
 * {@code q_t = h_(t-1) * U + b} in three groups of columns, for the update gate, the reset gate and
 * the candidate:
 *
 * <pre>
 *   z = gate(x1 + q1), r = gate(x2 + q2), n = candidate(x3 + r * q3)
 *   h_t = (1 - z) * n + z * h_(t-1)
 * </pre>
 *
 * <p>Inputs: x, the inputs' part of the weighted sums (time x 3 units), the recurrent weights U
 * (units x 3 units), their bias b (1 x 3 units), and, if there is a fourth, a mask (time x 1).
 * Output: all h (time x units). A step whose mask is 0 keeps the old h.
 *
 * <p>Gradients, back through time: {@code dz = dh * (h_(t-1) - n)}, {@code dn = dh * (1 - z)},
 * {@code dr = ds3 * q3}, each times its function's derivative giving ds; {@code dq = (ds1, ds2, ds3
 * * r)}, {@code dh_(t-1) = dh * z + dq * U'}; {@code dx_t = ds_t}, {@code dU = sum over t of
 * h_(t-1)' * dq_t}, {@code db = sum over t of dq_t}.
 *
 * @param how steps, direction, where the gradient is cut, recurrent dropout
 * @param gate the gates' function
 * @param candidate the candidate's function
 */
public record GruSteps(Recurrence how, Elementwise gate, Elementwise candidate) implements Op {
  @Override
  public Shape shape(Shape... in) {
    if (!in[2].equals(Shape.of(1, in[1].columns()))) {
      throw new IllegalArgumentException(
          "a recurrent bias of " + in[2] + " does not fit recurrent weights of " + in[1]);
    }
    return Sequences.output(how, 3, in[0], in[1], Sequences.optional(in, 3));
  }

  /** The hidden state before each step; products and sums, then their gradients; gates. */
  @Override
  public Scratch[] scratch(Shape... in) {
    Scratch three = new Scratch(true, in[1].size(1));
    return new Scratch[] {new Scratch(true, in[1].size(0)), three, three, three};
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.sequences()
        .gru(
            how,
            n.randomKey(),
            gate,
            candidate,
            n.input(0),
            n.input(1),
            n.input(2),
            Sequences.optional(n, 3),
            n.scratch(0),
            n.scratch(1),
            n.scratch(2),
            n.scratch(3),
            n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    k.sequences()
        .gruGradient(
            how,
            n.randomKey(),
            gate,
            candidate,
            n.input(1),
            Sequences.optional(n, 3),
            n.scratch(3),
            n.output(),
            n.gradient(),
            n.scratch(1),
            n.scratch(2));
    if (n.gradient(0) != null) {
      k.axpby(1, n.scratch(2), n.beta(0), n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.gemm(true, false, 1, n.scratch(0), n.scratch(1), n.beta(1), n.gradient(1));
    }
    if (n.gradient(2) != null) {
      k.sumRows(n.scratch(1), n.beta(2), n.gradient(2));
    }
  }

  @Override
  public String toString() {
    return "gru steps";
  }
}
