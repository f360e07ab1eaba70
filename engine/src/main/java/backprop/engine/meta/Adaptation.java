// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.meta;

import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import backprop.engine.train.Batches;

/** What meta-learners share. */
final class Adaptation {
  private Adaptation() {}

  /** The gradient of the mean loss of all rows, written into {@code gradients}. */
  static void gradient(Network network, Batches rows, Matrix gradients) {
    Program p = network.trainingProgram(gradients, rows.rows());
    int[] order = new int[rows.rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    rows.load(order, 0, order.length, p);
    p.forward();
    p.backward(false);
  }

  /** A copy of the parameters. */
  static Matrix copy(Network network) {
    Matrix to = network.newVector();
    network.kernels().copy(network.parameters(), to);
    return to;
  }

  static void check(double rate, int tasks, int iterations) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the outer rate is " + rate + ", it must be above 0");
    }
    if (tasks < 1) {
      throw new IllegalArgumentException("an iteration has " + tasks + " tasks, it needs 1");
    }
    if (iterations < 1) {
      throw new IllegalArgumentException(iterations + " iterations, at least 1 is needed");
    }
  }
}
