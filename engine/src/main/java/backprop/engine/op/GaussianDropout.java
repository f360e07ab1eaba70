// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;
import backprop.engine.schedule.Schedule;

/**
 * Every element times a normal number of mean 1 and variance {@code rate / (1 - rate)}, the mean
 * and variance of the factors of dropout. Gradient: {@code dx = dy * factor}.
 *
 * <p>Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent
 * neural networks from overfitting", JMLR 15 (2014), section 10.
 *
 * @param rate the rate of the dropout that it stands for, in [0, 1) at every step
 */
public record GaussianDropout(Schedule rate) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public Scratch[] scratch(Shape... in) {
    return new Scratch[] {new Scratch(true, in[0].columns())};
  }

  @Override
  public void forward(Kernels k, Node n) {
    double p = Chances.rate(rate, n);
    k.gaussian(1, Math.sqrt(p / (1 - p)), n.randomKey(), n.scratch(0));
    k.multiply(n.input(0), n.scratch(0), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.multiply(n.gradient(), n.scratch(0), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "gaussian dropout " + rate;
  }
}
