// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * The columns of all inputs side by side, in their order. The inputs' shapes must agree but for
 * their last sizes, which add up. Gradients: {@code dx_i} = its columns of dy.
 */
public record Concatenate() implements Op {
  @Override
  public Shape shape(Shape... in) {
    int columns = 0;
    for (Shape s : in) {
      if (!s.withColumns(1).equals(in[0].withColumns(1))) {
        throw new IllegalArgumentException(
            "cannot put the columns of "
                + in[0]
                + " and "
                + s
                + " side by side: all sizes but the last must be equal");
      }
      columns = Math.addExact(columns, s.columns());
    }
    return in[0].withColumns(columns);
  }

  @Override
  public void forward(Kernels k, Node n) {
    int at = 0;
    for (int i = 0; i < n.inputs(); i++) {
      int columns = n.input(i).columns();
      k.groups().copyColumns(n.input(i), 0, columns, 0, n.output(), at);
      at += columns;
    }
  }

  @Override
  public void backward(Kernels k, Node n) {
    int at = 0;
    for (int i = 0; i < n.inputs(); i++) {
      int columns = n.input(i).columns();
      if (n.gradient(i) != null) {
        k.groups().copyColumns(n.gradient(), at, columns, n.beta(i), n.gradient(i), 0);
      }
      at += columns;
    }
  }

  @Override
  public String toString() {
    return "concatenate";
  }
}
