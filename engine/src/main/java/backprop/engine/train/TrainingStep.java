// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Program;
import backprop.engine.graph.Slot;
import backprop.engine.network.Network;
import backprop.engine.optimize.Parameters;
import backprop.engine.schedule.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of training: load rows, forward, backward, add the gradients of the penalties, optimize,
 * project onto the constraints. Allocates nothing after the first few.
 */
final class TrainingStep {
  /** Part of the key of the random masks. */
  private static final long MASKS = 2;

  private final Network network;
  private final TrainSpec spec;
  private final Batches training;
  private final Kernels kernels;
  private final Program program;
  private final Parameters parameters;
  private final List<Matrix> constrained = new ArrayList<>();

  /**
   * Records the program and makes room for gradients and the optimizer's slots.
   *
   * @param largest rows of the largest minibatch
   * @throws IllegalArgumentException when there is nothing to train
   */
  TrainingStep(Network network, TrainSpec spec, Batches training, int largest) {
    this.network = network;
    this.spec = spec;
    this.training = training;
    this.kernels = network.kernels();
    Matrix gradients = network.newVector();
    this.program = network.trainingProgram(gradients, largest);
    if (program.lossGradient() == null) {
      throw new IllegalArgumentException(
          "the network has no trainable parameter that its loss depends on, so there is nothing to"
              + " train: add a layer with weights, such as dense, or unfreeze one");
    }
    Matrix[] slots = new Matrix[spec.optimizer().slots()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = network.newVector();
    }
    this.parameters = new Parameters(network.parameters(), gradients, slots, groups(network));
    for (Slot s : network.layout().slots()) {
      if (s.trainable() && s.role().regularized()) {
        constrained.add(
            new Matrix(
                network.parameters().buffer(), s.offset(), s.rows(), s.columns(), s.columns()));
      }
    }
  }

  /** The flat vectors that the optimizer works on. */
  Parameters parameters() {
    return parameters;
  }

  private static List<Parameters.Group> groups(Network network) {
    List<Parameters.Group> groups = new ArrayList<>();
    for (Layout.Range r : network.layout().ranges()) {
      Slot like = r.like();
      if (like.trainable()) {
        groups.add(
            new Parameters.Group(
                r.from(),
                r.count(),
                like.role().regularized(),
                like.rateFactor(),
                like.decayFactor()));
      }
    }
    return groups;
  }

  /**
   * Takes a step on rows {@code order[from] ... order[from + count)}.
   *
   * @return the rows' mean loss before the step; where it is not finite, no step was taken
   */
  double take(int[] order, int from, int count, Progress progress) {
    program.batch(count);
    program.randomness(RandomStream.extend(spec.seed(), MASKS), progress);
    training.load(order, from, count, program);
    program.forward();
    double loss = kernels.dot(program.loss(), program.lossGradient());
    if (!Double.isFinite(loss)) {
      return loss;
    }
    program.backward(false);
    regularize();
    spec.optimizer().step(kernels, progress, parameters);
    constrain();
    progress.stepDone();
    return loss;
  }

  private void regularize() {
    for (int r = 0; r < spec.regularizers().size(); r++) {
      for (int g = 0; g < parameters.groups().size(); g++) {
        Parameters.Group group = parameters.groups().get(g);
        if (group.regularized()) {
          spec.regularizers()
              .get(r)
              .addGradient(
                  kernels,
                  group.from(),
                  group.count(),
                  parameters.weights(),
                  parameters.gradients(),
                  parameters.scratch());
        }
      }
    }
  }

  private void constrain() {
    if (network.mask() != null) {
      kernels.multiply(network.parameters(), network.mask(), 0, network.parameters());
    }
    for (int c = 0; c < spec.constraints().size(); c++) {
      for (int i = 0; i < constrained.size(); i++) {
        spec.constraints().get(c).project(kernels, constrained.get(i));
      }
    }
  }
}
