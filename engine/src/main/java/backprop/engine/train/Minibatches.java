// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.model.Vitals;
import backprop.engine.network.Network;
import backprop.engine.optimize.Optimizer;
import backprop.engine.schedule.Progress;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * An epoch of steps of an optimizer: the rows, shuffled by the seed, in steps of one or more
 * minibatches, whose sizes differ by at most one.
 */
final class Minibatches implements EpochStep {
  /** Part of the key of the random order. */
  private static final long SHUFFLE = 1;

  private final Network network;
  private final TrainSpec spec;
  private final Optimizer optimizer;
  private final Batches training;
  private final int[] order;
  private final int stepsPerEpoch;
  private final int largest;
  private final TrainingStep step;
  private final Deadline deadline;
  private final TrainingControl control;
  private final List<String> remarks;
  private final GradientNorms norms;
  private final VitalSigns signs;
  private KeptWeights kept;

  /**
   * Prepares the steps.
   *
   * @param order as long as there are rows; holds the order of the current epoch
   * @param deadline ends an epoch after the step in which it passes
   * @param control asked before each step
   * @param remarks where it is noted what was asked
   */
  Minibatches(
      Network network,
      TrainSpec spec,
      Optimizer optimizer,
      Batches training,
      int[] order,
      Deadline deadline,
      TrainingControl control,
      List<String> remarks) {
    this.control = control;
    this.remarks = remarks;
    this.deadline = deadline;
    this.network = network;
    this.spec = spec;
    this.optimizer = optimizer;
    this.training = training;
    this.order = order;
    int rows = order.length;
    int batch = spec.batch() == 0 ? rows : Math.min(spec.batch(), rows);
    this.stepsPerEpoch = stepsPerEpoch(spec, rows);
    this.largest = Math.min(batch, (rows + stepsPerEpoch - 1) / stepsPerEpoch);
    this.step = new TrainingStep(network, spec, optimizer, training, batch, largest);
    step.program().endWhenInterrupted();
    this.norms =
        control.wantsGradients() ? new GradientNorms(network, step.parameters().gradients()) : null;
    this.signs =
        new VitalSigns(
            network,
            step.parameters().gradients(),
            (long) spec.epochs() * stepsPerEpoch,
            stepsPerEpoch);
  }

  /** Steps of an epoch of so many rows. */
  static int stepsPerEpoch(TrainSpec spec, int rows) {
    int batch = spec.batch() == 0 ? rows : Math.min(spec.batch(), rows);
    int stepRows = (int) Math.min(rows, (long) batch * spec.minibatches().accumulate());
    return (rows + stepRows - 1) / stepRows;
  }

  /** Puts the rows into the order of an epoch. */
  static void shuffle(Batches training, int[] order, TrainSpec spec, int epoch) {
    training.shuffle(order, new RandomStream(RandomStream.key(spec.seed(), SHUFFLE, epoch)));
  }

  /** The place in the order where the rows of a step begin. */
  static int from(int rows, int stepsPerEpoch, int number) {
    return (int) ((long) rows * number / stepsPerEpoch);
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
    shuffle(training, order, spec, epoch);
    progress.moveTo((long) epoch * stepsPerEpoch);
    double sum = 0;
    for (int s = 0; s < stepsPerEpoch; s++) {
      control.obey(epoch, progress, deadline, remarks);
      step.measure(s + 1 == stepsPerEpoch ? norms : null);
      step.measure(signs.due(progress.step()) ? signs : null);
      int from = from(s);
      int count = from(s + 1) - from;
      sum += take(epoch, from, count, progress);
      if (!Double.isFinite(sum)) {
        return sum;
      }
      if (deadline.passed() || control.stopAsked()) {
        return (sum + step.untold()) / (from + count);
      }
    }
    return (sum + step.untold()) / order.length;
  }

  /** A step, of which a large one may be interrupted within. */
  private double take(int epoch, int from, int count, Progress progress)
      throws InterruptedException {
    try {
      return step.take(order, from, count, progress);
    } catch (CancellationException e) {
      EpochStep.refuseInterrupted(epoch);
      throw e;
    }
  }

  private int from(int number) {
    return from(order.length, stepsPerEpoch, number);
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
      return (order.length + largest - 1) / largest;
    }

    @Override
    public void forward(int minibatch) throws InterruptedException {
      EpochStep.refuseInterrupted(epoch);
      int from = (int) ((long) order.length * minibatch / minibatches());
      int to = (int) ((long) order.length * (minibatch + 1) / minibatches());
      step.forward(order, from, to - from, minibatch);
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
  public GradientNorms norms() {
    return norms;
  }

  @Override
  public Vitals vitals() {
    return signs.vitals();
  }

  @Override
  public String ended() {
    return null;
  }
}
