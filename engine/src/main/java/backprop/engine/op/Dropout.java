// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Schedule;

/**
 * Inverted dropout: every element is set to zero with probability {@code rate}, the others are
 * divided by {@code 1 - rate}, so that the expectation stays. The mask is a function of seed,
 * training step and node, hence the same in backward, where {@code dx = dy * mask / (1 - rate)}.
 *
 * <p>Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent
 * neural networks from overfitting", JMLR 15 (2014).
 *
 * @param rate probability of a zero, in [0, 1) at every step
 */
public record Dropout(Schedule rate) implements Op {
  /** With the same rate all the time. */
  public Dropout(double rate) {
    this(new Constant(rate));
  }

  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.dropout(n.input(0), Chances.rate(rate, n), n.randomKey(), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      double probability = Chances.rate(rate, n);
      k.dropout(n.gradient(), probability, n.randomKey(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "dropout " + rate;
  }
}
