// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * The maximum over slices of the columns: {@code y(c) = max over j of x(j * columns + c)}. Input:
 * ... x pieces * columns. Output: ... x columns. Gradient: dy goes to the first piece that has the
 * maximum.
 *
 * @param pieces number of slices, at least 1
 */
public record Maximum(int pieces) implements Op {
  @Override
  public Shape shape(Shape... in) {
    if (in[0].columns() % pieces != 0) {
      throw new IllegalArgumentException(
          "the columns of " + in[0] + " cannot be divided into " + pieces + " pieces");
    }
    return in[0].withColumns(in[0].columns() / pieces);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.groups().maximum(pieces, n.input(0), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.groups().maximumGradient(pieces, n.input(0), n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "maximum of " + pieces;
  }
}
