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
 * Model-agnostic meta-learning without second derivatives: {@code w = w - rate * mean over tasks of
 * the gradient on the query rows, taken at the weights adapted to the support rows}. Finn, Abbeel
 * and Levine, "Model-agnostic meta-learning for fast adaptation of deep networks", ICML 2017,
 * section 5.2 (its first-order approximation).
 *
 * @param inner how to adapt to a task: epochs and batch say how many steps; the seed differs from
 *     task to task
 * @param rate outer rate, above 0
 * @param tasks tasks in one iteration, at least 1
 * @param iterations outer steps, at least 1
 */
@Description(
    "First weights from which a few steps on a new task suffice: moved "
        + "against the gradients at the adapted weights.")
@Formula("w = w - rate * mean over tasks of gradient(w_task, query rows)")
@Source(
    "Finn, Abbeel and Levine, \"Model-agnostic meta-learning for fast "
        + "adaptation of deep networks\", ICML 2017, section 5.2")
public record FirstOrderMaml(TrainSpec inner, double rate, int tasks, int iterations) {
  public FirstOrderMaml {
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
    Matrix gradient = network.newVector();
    Matrix sum = network.newVector();
    for (int i = 0; i < iterations; i++) {
      k.fill(0, sum);
      for (int t = 0; t < tasks; t++) {
        long number = (long) i * tasks + t;
        TrainSpec spec = inner.withSeed(inner.seed() + number);
        k.copy(start, network.parameters());
        TaskFamily.Task task = family.task(number);
        new Trainer(network, spec, task.support(), null).run();
        Adaptation.gradient(network, task.query(), gradient);
        k.axpby(1, gradient, 1, sum);
      }
      k.axpby(-rate / tasks, sum, 1, start);
    }
    k.copy(start, network.parameters());
  }
}
