// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Rows of a table. Inputs: indices (n, or n x 1) and the table (rows x dimensions). Output: n x
 * dimensions. An index is a whole number from 0 to below the number of rows; -1 and NaN stand for
 * none and give zeros; anything else is an error. Gradients: every row of dy is added to the
 * table's row that its index selects; that of the indices is 0.
 */
public record Lookup() implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape indices = in[0];
    if (indices.rank() > 1 && indices.columns() != 1) {
      throw new IllegalArgumentException(
          "an input of " + indices + " cannot be looked up: allowed are n indices, or n x 1");
    }
    return Shape.of(indices.elements(), in[1].columns());
  }

  @Override
  public void forward(Kernels k, Node n) {
    try {
      k.tables().lookup(n.input(0), n.input(1), n.output());
    } catch (IllegalArgumentException e) {
      String where = n.path().isEmpty() ? "" : "layer " + n.path() + ": ";
      throw new IllegalArgumentException(where + e.getMessage(), e);
    }
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null && n.beta(0) == 0) {
      k.fill(0, n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.tables().lookupGradient(n.input(0), n.gradient(), n.beta(1), n.gradient(1));
    }
  }

  @Override
  public String toString() {
    return "lookup";
  }
}
