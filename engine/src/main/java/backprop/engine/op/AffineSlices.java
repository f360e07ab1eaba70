// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Weighted sums of slices of columns, each with weights of its own: {@code y_s = x_s * w_s + b_s}.
 * Inputs: x (... x slices * in), weights w (in x slices * out, the slices side by side) and the
 * bias b (1 x slices * out). Output: ... x slices * out. One op, so that slices are computed side
 * by side by several threads: each alone is too small for more than one.
 *
 * <p>Gradients: {@code dx_s = dy_s * w_s'}, {@code dw_s = x_s' * dy_s}, {@code db = sum over rows
 * of dy}.
 *
 * @param slices number of slices, at least 1
 */
public record AffineSlices(int slices) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    Shape w = in[1];
    if (x.columns() % slices != 0 || w.rank() != 2 || w.size(0) != x.columns() / slices) {
      throw new IllegalArgumentException(
          "an input of " + x + " in " + slices + " slices does not fit weights of " + w);
    }
    if (w.columns() % slices != 0 || !in[2].equals(Shape.of(1, w.columns()))) {
      throw new IllegalArgumentException(
          "a bias of " + in[2] + " does not fit weights of " + w + " in " + slices + " slices");
    }
    return x.withColumns(w.columns());
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.groups().gemm(1, slices, false, false, 1, n.input(0), n.input(1), 0, n.output());
    k.addRow(n.output(), n.input(2), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.groups()
          .gemm(1, slices, false, true, 1, n.gradient(), n.input(1), n.beta(0), n.gradient(0));
    }
    if (n.gradient(1) != null) {
      k.groups()
          .gemm(1, slices, true, false, 1, n.input(0), n.gradient(), n.beta(1), n.gradient(1));
    }
    if (n.gradient(2) != null) {
      k.sumRows(n.gradient(), n.beta(2), n.gradient(2));
    }
  }

  @Override
  public String toString() {
    return "affine of " + slices + " slices";
  }
}
