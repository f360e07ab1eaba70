// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.network.Network;
import backprop.engine.optimize.Optimizer;
import backprop.engine.schedule.Progress;

/**
 * An epoch of steps of an optimizer: the rows, shuffled by the seed, in minibatches whose sizes
 * differ by at most one.
 */
final class Minibatches implements EpochStep {
  /** Part of the key of the random order. */
  private static final long SHUFFLE = 1;

  private final Network network;
  private final TrainSpec spec;
  private final Optimizer optimizer;
  private final int[] order;
  private final int stepsPerEpoch;
  private final int largest;
  private final TrainingStep step;
  private KeptWeights kept;

  /**
   * Prepares the steps.
   *
   * @param order as long as there are rows; holds the order of the current epoch
   */
  Minibatches(Network network, TrainSpec spec, Optimizer optimizer, Batches training, int[] order) {
    this.network = network;
    this.spec = spec;
    this.optimizer = optimizer;
    this.order = order;
    int rows = order.length;
    int batch = spec.batch() == 0 ? rows : Math.min(spec.batch(), rows);
    this.stepsPerEpoch = (rows + batch - 1) / batch;
    this.largest = (rows + stepsPerEpoch - 1) / stepsPerEpoch;
    this.step = new TrainingStep(network, spec, optimizer, training, largest);
  }

  /** Rows of the largest minibatch. */
  int largest() {
    return largest;
  }

  @Override
  public int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  @Override
  public Matrix[] memory() {
    return step.parameters().slots();
  }

  @Override
  public double run(int epoch, Progress progress) throws InterruptedException {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    new RandomStream(RandomStream.key(spec.seed(), SHUFFLE, epoch)).shuffle(order);
    progress.moveTo((long) epoch * stepsPerEpoch);
    double sum = 0;
    for (int s = 0; s < stepsPerEpoch; s++) {
      EpochStep.refuseInterrupted(epoch);
      int from = from(s);
      int count = from(s + 1) - from;
      double loss = step.take(order, from, count, progress);
      if (!Double.isFinite(loss)) {
        return loss;
      }
      sum += loss * count;
    }
    return sum / order.length;
  }

  /** The place in the order where a minibatch begins. */
  private int from(int minibatch) {
    return (int) ((long) order.length * minibatch / stepsPerEpoch);
  }

  @Override
  public void showKept(int epoch, Progress progress) throws InterruptedException {
    int slot = optimizer.keptSlot(progress);
    if (slot < 0) {
      return;
    }
    if (kept == null) {
      kept = new KeptWeights(network, step);
    }
    // Minibatches of one row have no moments to gather.
    kept.show(slot, largest == 1 ? null : new Gathering(epoch));
  }

  @Override
  public void hideKept() {
    if (kept != null) {
      kept.hide();
    }
  }

  private final class Gathering implements KeptWeights.Pass {
    private final int epoch;

    Gathering(int epoch) {
      this.epoch = epoch;
    }

    @Override
    public int minibatches() {
      return stepsPerEpoch;
    }

    @Override
    public void forward(int minibatch) throws InterruptedException {
      EpochStep.refuseInterrupted(epoch);
      int from = from(minibatch);
      step.forward(order, from, from(minibatch + 1) - from, minibatch);
    }
  }

  @Override
  public double rate(Progress progress) {
    return optimizer.rate(progress);
  }

  @Override
  public boolean canGoSlower() {
    return true;
  }

  @Override
  public String ended() {
    return null;
  }
}
