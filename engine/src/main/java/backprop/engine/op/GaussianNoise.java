// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;
import backprop.engine.schedule.Schedule;

/**
 * Every element plus a normal number of mean 0, new at every training step. For activations or, as
 * weight noise, for parameters. Gradient: {@code dx = dy}.
 *
 * @param deviation standard deviation of the noise, at least 0 at every step
 */
public record GaussianNoise(Schedule deviation) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.gaussian(0, Chances.deviation(deviation, n), n.randomKey(), n.output());
    k.add(n.input(0), n.output(), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.axpby(1, n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "gaussian noise " + deviation;
  }
}
