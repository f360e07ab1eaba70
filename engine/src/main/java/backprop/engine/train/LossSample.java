// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.RandomStream;

/** The mean loss of some training rows, and whether it tells of a training that diverges. */
final class LossSample {
  /** Rows of a sample. */
  static final int ROWS = 1024;

  /** A mean training loss this many times the loss before training counts as divergence. */
  private static final double DIVERGED = 1000;

  /** Part of the key of a random stream; see Minibatches and TrainingStep for the others. */
  private static final long SAMPLE = 3;

  private final Evaluation evaluation;
  private final Batches training;
  private final int[] order;
  private final Evaluation.Watch watch;
  private double initial;

  /**
   * Prepares.
   *
   * @param order of the training rows, which training shuffles
   */
  LossSample(Evaluation evaluation, Batches training, int[] order, Evaluation.Watch watch) {
    this.evaluation = evaluation;
    this.training = training;
    this.order = order;
    this.watch = watch;
  }

  /** The loss before training. */
  double initial() {
    return initial;
  }

  /** Sets the loss before training. */
  void initial(double loss) {
    initial = loss;
  }

  /**
   * Takes the loss before training, which divergence is measured by, on rows drawn by the seed: the
   * first rows of a sorted file may all have the same class or no weight.
   *
   * @throws IllegalArgumentException when it is not a finite number
   */
  void takeInitial(long seed) throws InterruptedException {
    training.shuffle(order, new RandomStream(RandomStream.extend(seed, SAMPLE)));
    initial = take();
    if (!Double.isFinite(initial)) {
      throw new IllegalArgumentException(
          "the loss is "
              + initial
              + " before the first step: inputs, targets and first weights must be finite numbers"
              + " of ordinary size");
    }
  }

  /**
   * The mean loss of the first rows of the shuffled order; of all rows where those weigh nothing.
   */
  double take() throws InterruptedException {
    int count = Math.min(order.length, ROWS);
    int rows = training.weight(order, 0, count) > 0 ? count : order.length;
    return evaluation.meanLoss(training, order, rows, watch);
  }

  /** Whether training has not diverged where this is its loss. */
  boolean isGood(double loss) {
    return Double.isFinite(loss) && loss <= DIVERGED * Math.max(initial, 1e-3);
  }
}
