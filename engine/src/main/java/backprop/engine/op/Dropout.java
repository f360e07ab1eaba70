// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Inverted dropout: every element is set to zero with probability {@code rate}, the others are
 * divided by {@code 1 - rate}, so that the expectation stays. The mask is a function of seed,
 * training step and node, hence the same in backward, where {@code dx = dy * mask / (1 - rate)}.
 *
 * <p>Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent
 * neural networks from overfitting", JMLR 15 (2014).
 *
 * @param rate probability of a zero, in [0, 1)
 */
public record Dropout(double rate) implements Op {
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout rate " + rate + " is not in [0, 1)");
    }
  }

  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.dropout(n.input(0), rate, n.randomKey(), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.dropout(n.gradient(), rate, n.randomKey(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "dropout " + rate;
  }
}
