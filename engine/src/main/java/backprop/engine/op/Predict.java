// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RowFunction;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * What outputs mean, row by row, at the end of a network that predicts: ... x n becomes ... x
 * columns. It has no gradient: losses are computed from the outputs themselves.
 *
 * @param name what it is, for summaries
 * @param function the prediction of a row
 * @param columns its numbers for one row
 */
public record Predict(String name, RowFunction function, int columns) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return in[0].withColumns(columns);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.rows().rowMap(function, n.input(0), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    throw new IllegalStateException("'" + this + "' is for predicting only: it has no gradient");
  }

  @Override
  public String toString() {
    return "predict " + name;
  }
}
