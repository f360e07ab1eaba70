// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.augment.Augmenter;
import backprop.engine.augment.InputForm;
import backprop.engine.augment.Mixup;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.loss.MixedLoss;
import backprop.engine.network.Network;

/**
 * Brings training rows into the program that trains: gathered, augmented and mixed as the spec
 * says. Allocates nothing once every size of minibatch has come.
 */
final class MinibatchLoader {
  private final Batches training;
  private final Kernels kernels;
  private final Program program;
  private final Augmenter augmenter;
  private final Mixup mixup;
  private final Matrix[] targets;
  private final int targetColumns;

  /**
   * Records the program.
   *
   * @param gradients vector that receives the gradients
   * @param largest rows of the largest minibatch
   * @throws IllegalArgumentException in one sentence when an augmentation is not for such inputs
   */
  MinibatchLoader(
      Network network, TrainSpec spec, Batches training, Matrix gradients, int largest) {
    this.training = training;
    this.kernels = network.kernels();
    this.targetColumns = network.target().elements();
    boolean mixes = spec.minibatches().mixup() > 0;
    this.program =
        mixes
            ? network.trainingProgram(gradients, largest, new MixedLoss(network.spec().loss()))
            : network.trainingProgram(gradients, largest);
    InputForm form =
        spec.minibatches().augmentations().isEmpty()
            ? InputForm.of(network.spec().input())
            : new InputForm(network.spec().seenInput(), training.groups());
    this.augmenter = new Augmenter(spec.minibatches().augmentations(), form, spec.seed(), largest);
    this.mixup =
        mixes
            ? new Mixup(
                spec.minibatches().mixup(),
                form.shape().elements(),
                targetColumns,
                spec.seed(),
                largest)
            : null;
    this.targets = new Matrix[mixes ? largest + 1 : 0];
    if (mixes) {
      targets[largest] =
          Matrix.of(kernels.allocate(largest * targetColumns), largest, targetColumns);
    }
  }

  /** The program. */
  Program program() {
    return program;
  }

  /**
   * Loads rows {@code order[from] ... order[from + count)}; the program's batch is {@code count}.
   *
   * @param number number of the minibatch in the whole run, which random numbers depend on
   * @param share by which the weights of the rows' losses are multiplied
   */
  void load(int[] order, int from, int count, long number, double share) {
    if (mixup == null && augmenter.isEmpty()) {
      training.inputs(order, from, count, program);
    } else {
      program.sparseInput(null);
      training.inputs(order, from, count, program.input());
    }
    augmenter.apply(program.input(), order, from, number);
    Matrix weights = program.lossGradient();
    training.lossWeights(order, from, count, weights);
    if (mixup == null) {
      training.targets(order, from, count, program.target());
    } else {
      Matrix staged = staged(count);
      training.targets(order, from, count, staged);
      mixup.apply(program.input(), staged, program.target(), weights, number);
    }
    if (share != 1) {
      kernels.axpby(share, weights, 0, weights);
    }
  }

  private Matrix staged(int count) {
    if (targets[count] == null) {
      targets[count] = targets[targets.length - 1].rows(0, count);
    }
    return targets[count];
  }
}
