// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.graph.Node;
import backprop.engine.graph.Shape;

/** The checks that several ops make. */
final class Shapes {
  private Shapes() {}

  /** The common shape of two operands. */
  static Shape same(String what, Shape a, Shape b) {
    if (!a.equals(b)) {
      throw new IllegalArgumentException(
          "cannot " + what + " " + a + " and " + b + ": the shapes must be equal");
    }
    return a;
  }

  /** The shape of x, after a check that there is one number in the row for each column of x. */
  static Shape withRow(String what, Shape x, Shape row) {
    if (!row.equals(Shape.of(1, x.columns()))) {
      throw new IllegalArgumentException(
          "cannot "
              + what
              + " a row of "
              + row
              + " and every row of "
              + x
              + ": the row must be 1 x "
              + x.columns());
    }
    return x;
  }

  /** A time x features shape, checked. */
  static Shape sequence(String what, Shape s) {
    if (s.rank() != 2) {
      throw new IllegalArgumentException(what + " must be time x features, not " + s);
    }
    return s;
  }

  /** Number of examples in the first input: its matrix has the rows of one example so often. */
  static int groups(Node n) {
    return n.input(0).rows() / n.inputValue(0).shape().rows();
  }
}
