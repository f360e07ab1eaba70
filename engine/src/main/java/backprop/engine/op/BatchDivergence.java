// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * How far the units' mean activations over the batch are from a target rate: {@code y = sum over
 * columns j of KL(rate || m_j)}, m_j being the mean of column j over all rows and {@code KL(p || m)
 * = p log(p / m) + (1 - p) log((1 - p) / (1 - m))}. Input: any shape; output: 1, the same number
 * for each example of the batch. Gradient: {@code dx_ij = sum(dy) * ((1 - p) / (1 - m_j) - p / m_j)
 * / rows}.
 *
 * <p>Below 1e-4 and above 1 - 1e-4 the divergence goes on as its tangent, so that means outside of
 * (0, 1) are drawn back into it.
 *
 * @param function the divergence of a mean
 */
public record BatchDivergence(Divergence function) implements Op {
  private static final int MEANS = 0;
  private static final int VARIANCES = 1;
  private static final int VALUES = 2;
  private static final int SLOPES = 3;
  private static final int ONES = 4;
  private static final int SUM = 5;

  /**
   * Of means from a rate.
   *
   * @param rate p, in (0, 1)
   */
  public BatchDivergence(double rate) {
    this(new Divergence(rate));
  }

  /**
   * The divergence of a mean from a target rate.
   *
   * @param rate p, in (0, 1)
   */
  public record Divergence(double rate) implements Elementwise {
    private static final double LEAST = 1e-4;

    public Divergence {
      if (!(rate > 0 && rate < 1)) {
        throw new IllegalArgumentException(
            "rate is " + rate + ", allowed are numbers above 0 and below 1");
      }
    }

    private static double limited(double m) {
      return Math.max(LEAST, Math.min(1 - LEAST, m));
    }

    @Override
    public double value(double m) {
      double c = limited(m);
      double inside = rate * Math.log(rate / c) + (1 - rate) * Math.log((1 - rate) / (1 - c));
      return inside + derivative(c, 0) * (m - c);
    }

    @Override
    public double derivative(double m, double y) {
      double c = limited(m);
      return (1 - rate) / (1 - c) - rate / c;
    }

    @Override
    public double curvature(double m, double y) {
      return m == limited(m) ? (1 - rate) / ((1 - m) * (1 - m)) + rate / (m * m) : 0;
    }

    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = (float) value(x[i]);
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      for (int i = from; i < to; i++) {
        dx[i] = dy[i] * (float) derivative(x[i], y[i]);
      }
    }
  }

  @Override
  public Shape shape(Shape... in) {
    return Shape.of(1);
  }

  @Override
  public Scratch[] scratch(Shape... in) {
    Scratch row = new Scratch(false, in[0].columns());
    return new Scratch[] {row, row, row, row, row, new Scratch(false, 1)};
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.columnMoments(n.input(0), n.scratch(MEANS), n.scratch(VARIANCES));
    k.map(function, n.scratch(MEANS), n.scratch(VALUES));
    k.fill(1, n.scratch(ONES));
    k.fill(k.dot(n.scratch(VALUES), n.scratch(ONES)), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    Matrix dx = n.gradient(0);
    if (dx == null) {
      return;
    }
    Matrix row = n.scratch(VARIANCES);
    k.mapGradient(
        function, n.scratch(MEANS), n.scratch(VALUES), n.scratch(ONES), 0, n.scratch(SLOPES));
    k.sumRows(n.gradient(), 0, n.scratch(SUM));
    double share = 1.0 / n.input(0).rows();
    k.gemm(false, false, share, n.scratch(SUM), n.scratch(SLOPES), 0, row);
    if (n.beta(0) == 0) {
      k.fill(0, dx);
    }
    k.addRow(dx, row, dx);
  }

  @Override
  public String toString() {
    return "divergence of means from " + function.rate();
  }
}
