// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Program;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Network;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Optimizer;
import backprop.engine.schedule.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Trains one network once, epoch by epoch, with early stopping, and recovery where the learning
 * rate turns out to be too high. What an epoch is depends on the optimizer: minibatches one after
 * the other, or one iteration of a minimizer on all rows.
 */
public final class Trainer {
  private static final int SAMPLE_ROWS = 1024;
  private static final int EVALUATION_BATCH = 256;
  private static final int RECOVERIES = 3;
  private static final double RECOVERY_FACTOR = 0.1;

  /** A mean training loss this many times the loss before training counts as divergence. */
  private static final double DIVERGED = 1000;

  /** Part of the key of a random stream; see Minibatches and TrainingStep for the others. */
  private static final long SAMPLE = 3;

  private final Network network;
  private final TrainSpec spec;
  private final Batches training;
  private final Batches validation;
  private final List<TrainingListener> listeners;
  private final Kernels kernels;
  private final int[] order;
  private final int[] validationOrder;
  private final EpochStep step;
  private final Program evaluation;
  private final Progress progress;
  private Snapshot lastGood;
  private Snapshot epochStart;
  private final Snapshot best;
  private final List<EpochRecord> history = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private double initialLoss;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestEpoch;

  /** The loss that early stopping compares with: only a gain that counts as one moves it. */
  private double mark = Double.POSITIVE_INFINITY;

  private int sinceMark;
  private int recoveries;
  private String stopReason;

  /**
   * What training came to; the network has the weights of {@code bestEpoch}.
   *
   * @param bestEpoch with validation rows the epoch of the lowest validation loss, else the last
   *     one
   * @param stopReason why training ended
   * @param history one record per epoch
   * @param remarks sentences on what happened
   */
  public record Result(
      int bestEpoch, String stopReason, List<EpochRecord> history, List<String> remarks) {}

  /**
   * Prepares a run; the network must have its first weights already.
   *
   * @param training at least one row with a positive weight
   * @param validation rows that decide which epoch is best, or null; rows without any weight can
   *     decide nothing and are left aside, with a remark
   * @throws IllegalArgumentException when there is nothing to train on or nothing to train
   */
  public Trainer(
      Network network,
      TrainSpec spec,
      Batches training,
      Batches validation,
      TrainingListener... listeners) {
    if (training.rows() == 0 || !(training.totalWeight() > 0)) {
      throw new IllegalArgumentException("there are no training rows with a positive weight");
    }
    this.network = network;
    this.spec = spec;
    this.training = training;
    this.validation = weighty(validation);
    this.listeners = List.of(listeners);
    this.kernels = network.kernels();
    int rows = training.rows();
    this.order = counting(rows);
    this.validationOrder = counting(this.validation == null ? 0 : this.validation.rows());
    this.step = step();
    int most = Math.max(Math.min(rows, SAMPLE_ROWS), validationOrder.length);
    this.evaluation = network.evaluationProgram(Math.min(EVALUATION_BATCH, most));
    this.progress = new Progress(step.stepsPerEpoch(), spec.epochs());
    this.lastGood = new Snapshot(network, step.memory());
    this.epochStart = new Snapshot(network, step.memory());
    this.best = new Snapshot(network);
  }

  private EpochStep step() {
    if (spec.optimizer() instanceof Minimizer m) {
      return new MinimizerIteration(network, spec, m, training);
    }
    Minibatches steps =
        new Minibatches(network, spec, (Optimizer) spec.optimizer(), training, order);
    if (steps.largest() == 1 && network.layout().stateSize() > 0) {
      remarks.add(
          "minibatches have one row, over which batch-norm cannot normalize: it lets nothing of its"
              + " input through; use a batch of at least 2, or layer-norm");
    }
    return steps;
  }

  private Batches weighty(Batches rows) {
    if (rows != null && !(rows.totalWeight() > 0)) {
      remarks.add(
          "the validation rows have no weight: epochs are judged by the loss of the training rows");
      return null;
    }
    return rows;
  }

  private static int[] counting(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    return order;
  }

  /**
   * Runs all epochs, or fewer if early stopping says so.
   *
   * @throws InterruptedException when the thread is interrupted: asked before every minibatch, of
   *     validation rows too; its interrupt status stays set
   * @throws IllegalArgumentException when the loss is not a finite number before the first step
   * @throws DivergedException when training diverges although the rate was lowered three times
   */
  public Result run() throws InterruptedException {
    initialLoss = initialLoss();
    tell(new TrainingEvent.Started(spec.epochs(), step.stepsPerEpoch(), initialLoss));
    lastGood.take();
    best.take();
    stopReason = "all epochs done";
    int epoch = 0;
    while (epoch < spec.epochs()) {
      step.hideKept();
      epochStart.take();
      double loss = step.run(epoch, progress);
      if (validation != null || epoch + 1 == spec.epochs() || endsPatience(loss)) {
        step.showKept(epoch, progress);
      }
      double judged =
          validation == null ? loss : meanLoss(validation, validationOrder, validation.rows());
      if (!isGood(loss) || !Double.isFinite(judged) || !kernels.allFinite(network.parameters())) {
        recover(epoch, loss);
        continue;
      }
      if (epoch + 1 == spec.epochs() || step.ended() != null || endsPatience(judged)) {
        double ending = sampleLoss();
        if (!isGood(ending)) {
          recover(epoch, ending);
          continue;
        }
      }
      keepEpochStart();
      epoch++;
      if (judge(epoch, loss, judged)) {
        break;
      }
    }
    if (validation != null && bestEpoch < epoch) {
      best.restore();
    } else {
      bestEpoch = epoch;
    }
    tell(new TrainingEvent.Finished(stopReason));
    return new Result(bestEpoch, stopReason, List.copyOf(history), List.copyOf(remarks));
  }

  /**
   * The loss that divergence is measured by, on rows drawn by the seed: the first rows of a sorted
   * file may all have the same class or no weight.
   */
  private double initialLoss() throws InterruptedException {
    new RandomStream(RandomStream.extend(spec.seed(), SAMPLE)).shuffle(order);
    double loss = sampleLoss();
    if (!Double.isFinite(loss)) {
      throw new IllegalArgumentException(
          "the loss is "
              + loss
              + " before the first step: inputs, targets and first weights must be finite numbers"
              + " of ordinary size");
    }
    return loss;
  }

  /**
   * An epoch's loss is a judgement on the weights that it started with, not on those that its last
   * step made: these may be hopeless already. Those of the last epoch no later epoch judges, so
   * their loss is taken by itself.
   */
  private void keepEpochStart() {
    Snapshot free = lastGood;
    lastGood = epochStart;
    epochStart = free;
  }

  /**
   * The mean loss of the first rows of the shuffled order; of all rows where those weigh nothing.
   */
  private double sampleLoss() throws InterruptedException {
    int count = Math.min(order.length, SAMPLE_ROWS);
    return meanLoss(training, order, training.weight(order, 0, count) > 0 ? count : order.length);
  }

  private double meanLoss(Batches rows, int[] rowOrder, int count) throws InterruptedException {
    double sum = 0;
    for (int from = 0; from < count; from += evaluation.maxBatch()) {
      EpochStep.refuseInterrupted(Math.min(spec.epochs() - 1, history.size()));
      int n = Math.min(evaluation.maxBatch(), count - from);
      evaluation.batch(n);
      rows.load(rowOrder, from, n, evaluation);
      evaluation.forward();
      sum += rows.weightedSum(rowOrder, from, n, evaluation);
    }
    return sum / rows.weight(rowOrder, 0, count);
  }

  private boolean isGood(double loss) {
    return Double.isFinite(loss) && loss <= DIVERGED * Math.max(initialLoss, 1e-3);
  }

  private void recover(int epoch, double loss) {
    if (!step.canGoSlower()) {
      throw new DivergedException(
          String.format(
              Locale.ROOT,
              "training diverged in epoch %d (loss %.3g), and %s has no learning rate to lower: use"
                  + " an optimizer such as adam, or a penalty such as l2",
              epoch + 1,
              loss,
              spec.optimizer()));
    }
    double rate = step.rate(progress);
    if (++recoveries > RECOVERIES) {
      throw new DivergedException(
          String.format(
              Locale.ROOT,
              "training diverged in epoch %d (loss %.3g) even after the learning rate was lowered"
                  + " %d times, last to %.3g: start with a lower rate in the optimizer option",
              epoch + 1,
              loss,
              RECOVERIES,
              rate));
    }
    step.hideKept();
    lastGood.restore();
    progress.scaleRate(RECOVERY_FACTOR);
    String sentence =
        String.format(
            Locale.ROOT,
            "training diverged in epoch %d (loss %.3g): went back to the weights before epoch %d and"
                + " lowered the learning rate from %.3g to %.3g",
            epoch + 1,
            loss,
            Math.max(1, epoch),
            rate,
            rate * RECOVERY_FACTOR);
    remarks.add(sentence);
    tell(new TrainingEvent.Recovered(sentence));
  }

  /** Whether training stops after an epoch that is judged so. */
  private boolean endsPatience(double judged) {
    int patience = spec.earlyStopping().patience();
    return patience > 0
        && !(judged < mark - spec.earlyStopping().minimumGain())
        && sinceMark + 1 >= patience;
  }

  /** Notes an epoch; returns whether to stop. */
  private boolean judge(int epoch, double loss, double judged) {
    EpochRecord record =
        new EpochRecord(epoch, loss, validation == null ? Double.NaN : judged, lastRate());
    history.add(record);
    progress.epochDone(judged);
    boolean better = judged < bestLoss;
    if (better) {
      bestLoss = judged;
      bestEpoch = epoch;
      if (validation != null) {
        best.take();
      }
    }
    if (judged < mark - spec.earlyStopping().minimumGain()) {
      mark = judged;
      sinceMark = 0;
    } else {
      sinceMark++;
    }
    tell(new TrainingEvent.EpochDone(record, better));
    int patience = spec.earlyStopping().patience();
    if (patience > 0 && sinceMark >= patience) {
      stopReason =
          "no better "
              + (validation == null ? "training" : "validation")
              + " loss in "
              + patience
              + " epochs";
      return true;
    }
    stopReason = step.ended() == null ? stopReason : step.ended();
    return step.ended() != null;
  }

  /** The rate of the step that was taken last. */
  private double lastRate() {
    long step = progress.step();
    progress.moveTo(step - 1);
    double rate = this.step.rate(progress);
    progress.moveTo(step);
    return rate;
  }

  private void tell(TrainingEvent event) {
    for (TrainingListener l : listeners) {
      l.on(event);
    }
  }
}
