// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.SparseMatrix;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Weighted sums: {@code y = x * w + b} for every row of x. Inputs: x (... x in), weights w (in x
 * out), and, if there is a third, the bias b (1 x out). Output: ... x out.
 *
 * <p>Gradients: {@code dx = dy * w'}, {@code dw = x' * dy}, {@code db = sum over rows of dy}.
 */
public record Affine() implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    Shape w = in[1];
    if (w.rank() != 2 || w.size(0) != x.columns()) {
      throw new IllegalArgumentException(
          "an input of " + x + " has " + x.columns() + " columns, weights of " + w + " do not fit");
    }
    if (in.length > 2 && !in[2].equals(Shape.of(1, w.columns()))) {
      throw new IllegalArgumentException("a bias of " + in[2] + " does not fit weights of " + w);
    }
    return x.withColumns(w.columns());
  }

  @Override
  public boolean takesSparse() {
    return true;
  }

  @Override
  public void forward(Kernels k, Node n) {
    SparseMatrix sparse = n.sparse();
    Matrix bias = n.inputs() > 2 ? n.input(2) : null;
    if (sparse != null) {
      k.tables().sparseAffine(sparse, n.input(1), bias, n.output());
    } else {
      k.affine(n.input(0), n.input(1), bias, n.output());
    }
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.gemm(false, true, 1, n.gradient(), n.input(1), n.beta(0), n.gradient(0));
    }
    SparseMatrix sparse = n.sparse();
    if (n.gradient(1) != null && sparse != null) {
      k.tables().sparseGradient(sparse, n.gradient(), n.beta(1), n.gradient(1));
    } else if (n.gradient(1) != null) {
      k.gemm(true, false, 1, n.input(0), n.gradient(), n.beta(1), n.gradient(1));
    }
    if (n.inputs() > 2 && n.gradient(2) != null) {
      k.sumRows(n.gradient(), n.beta(2), n.gradient(2));
    }
  }

  @Override
  public String toString() {
    return "affine";
  }
}
