// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;
import backprop.engine.schedule.Schedule;

/**
 * Dropout that keeps mean 0 and variance 1, for activations of SELU: every element is set to {@code
 * s = -lambda alpha}, the lowest value of SELU, with probability {@code rate = 1 - q}; then all are
 * scaled and shifted: {@code y = a (mask ? x : s) + b}, {@code a = (q + s^2 q (1 - q))^(-1/2)},
 * {@code b = -a (1 - q) s}. Gradient: {@code dx = a * mask * dy}.
 *
 * <p>Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks", NIPS 2017,
 * section "Alpha dropout".
 *
 * @param rate probability of a dropped element, in [0, 1) at every step
 */
public record AlphaDropout(Schedule rate) implements Op {
  /** The limit of SELU far on the left: -lambda times alpha. */
  private static final double LOWEST = -1.0507009873554804934193 * 1.6732632423543772848170;

  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public Scratch[] scratch(Shape... in) {
    int columns = in[0].columns();
    return new Scratch[] {new Scratch(false, columns), new Scratch(true, columns)};
  }

  /** a * q: what the kept elements are multiplied by, once dropout has divided them by q. */
  private static double factor(double rate) {
    double q = 1 - rate;
    return q / Math.sqrt(q + LOWEST * LOWEST * q * rate);
  }

  /** As {@code a q (mask (x - s) / q + s)}, which is the same. */
  @Override
  public void forward(Kernels k, Node n) {
    double probability = Chances.rate(rate, n);
    Matrix row = n.scratch(0);
    Matrix y = n.output();
    k.fill(-LOWEST, row);
    k.addRow(n.input(0), row, y);
    k.dropout(y, probability, n.randomKey(), 0, y);
    k.fill(LOWEST, row);
    k.addRow(y, row, y);
    k.axpby(factor(probability), y, 0, y);
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      double probability = Chances.rate(rate, n);
      k.dropout(n.gradient(), probability, n.randomKey(), 0, n.scratch(1));
      k.axpby(factor(probability), n.scratch(1), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "alpha dropout " + rate;
  }
}
