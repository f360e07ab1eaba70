// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.meta;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.network.Network;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;

/**
 * Moves the first weights towards the weights that training on each task leads to: {@code w = w +
 * rate * mean over tasks of (w_task - w)}, with a rate that falls in a straight line to 0. Nichol,
 * Achiam and Schulman, "On first-order meta-learning algorithms", 2018 (arXiv 1803.02999),
 * algorithms 1 and 2.
 *
 * @param inner how to adapt to a task: epochs and batch say how many steps; the seed differs from
 *     task to task
 * @param rate outer rate at the start; 1 goes all the way, above 0
 * @param tasks tasks in one iteration, at least 1
 * @param iterations outer steps, at least 1
 */
@Description(
    "First weights from which a few steps on a new task suffice: moved "
        + "towards what training on each task leads to.")
@Formula("w = w + rate * mean over tasks of (w_task - w)")
@Source(
    "Nichol, Achiam and Schulman, \"On first-order meta-learning "
        + "algorithms\", arXiv 1803.02999, 2018, algorithms 1 and 2")
public record Reptile(TrainSpec inner, double rate, int tasks, int iterations) {
  public Reptile {
    Adaptation.check(rate, tasks, iterations);
  }

  /**
   * Learns the first weights of a network, in place.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public void run(Network network, TaskFamily family) throws InterruptedException {
    Kernels k = network.kernels();
    Matrix start = Adaptation.copy(network);
    Matrix sum = network.newVector();
    for (int i = 0; i < iterations; i++) {
      k.fill(0, sum);
      for (int t = 0; t < tasks; t++) {
        long number = (long) i * tasks + t;
        TrainSpec spec = inner.withSeed(inner.seed() + number);
        k.copy(start, network.parameters());
        new Trainer(network, spec, family.task(number).support(), null).run();
        k.axpby(1, network.parameters(), 1, sum);
      }
      double now = rate * (1 - (double) i / iterations);
      k.axpby(now / tasks, sum, 1 - now, start);
    }
    k.copy(start, network.parameters());
  }
}
