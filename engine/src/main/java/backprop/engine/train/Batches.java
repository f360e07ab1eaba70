// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.augment.Oversampling;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Program;
import backprop.engine.metric.Targets;
import java.util.Optional;

/** Rows to train or validate on. Owned by one training run at a time. */
public interface Batches {
  /** Number of rows. */
  int rows();

  /** Sum of the rows' weights. */
  double totalWeight();

  /** What the targets mean; empty where the loss says enough. */
  default Optional<Targets> targetMeaning() {
    return Optional.empty();
  }

  /**
   * Index of the first input of every attribute, ascending from 0; empty where each input is an
   * attribute of its own.
   */
  default int[] groups() {
    return new int[0];
  }

  /**
   * Puts rows {@code order[from] ... order[from + count)} into a program: input, target and, where
   * the program has gradients, the weight of each row's loss.
   */
  default void load(int[] order, int from, int count, Program program) {
    inputs(order, from, count, program);
    targets(order, from, count, program.target());
    if (program.lossGradient() != null) {
      lossWeights(order, from, count, program.lossGradient());
    }
  }

  /** Puts the inputs of these rows into a program, as a sparse matrix where both sides allow it. */
  default void inputs(int[] order, int from, int count, Program program) {
    program.sparseInput(null);
    inputs(order, from, count, program.input());
  }

  /**
   * Puts the indices of all rows into the random order in which an epoch takes them.
   *
   * @param order as long as there are rows; its content does not matter
   */
  default void shuffle(int[] order, RandomStream random) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    random.shuffle(order);
  }

  /** Copies the inputs of rows {@code order[from] ... order[from + count)}. */
  void inputs(int[] order, int from, int count, Matrix to);

  /** Copies the targets of those rows. */
  void targets(int[] order, int from, int count, Matrix to);

  /**
   * The weight of each of those rows' loss, {@code weight / (count * mean weight)}: a row of weight
   * 2 counts like two rows, and a batch of ordinary rows is averaged.
   */
  void lossWeights(int[] order, int from, int count, Matrix to);

  /**
   * The mean loss of {@code losses} (count x 1) of those rows times count, each weighted like its
   * row; used without gradients.
   */
  double weightedSum(int[] order, int from, int count, Program program);

  /** Sum of the weights of rows {@code order[from] ... order[from + count)}. */
  double weight(int[] order, int from, int count);

  /**
   * These rows with those behind them that an oversampling makes out of them.
   *
   * @param meaning what the targets mean
   * @param seed of everything random
   * @throws IllegalArgumentException when the targets are no classes
   */
  default Batches with(Oversampling oversampling, Targets meaning, long seed) {
    throw new IllegalArgumentException(
        "these rows cannot be added to, as the augmentation " + oversampling + " wants");
  }
}
