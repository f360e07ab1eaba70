// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.metric.Metric;
import backprop.engine.metric.Targets;
import backprop.engine.model.EpochRecord;
import backprop.engine.model.Vitals;
import backprop.engine.network.Network;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Optimizer;
import backprop.engine.schedule.Progress;
import backprop.engine.text.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains one network once, epoch by epoch, with early stopping, and recovery where the learning
 * rate turns out to be too high. What an epoch is depends on the optimizer: minibatches one after
 * the other, or one iteration of a minimizer on all rows.
 */
public final class Trainer {
  private static final int RECOVERIES = 3;
  private static final double RECOVERY_FACTOR = 0.1;

  private static final String ALL_DONE = "all epochs done";

  private final Network network;
  private final TrainSpec spec;
  private final Batches training;
  private final Batches validation;
  private final TrainingControl control;
  private final List<TrainingListener> listeners;
  private final Kernels kernels;
  private final int[] order;
  private final Batches judgedRows;
  private final int[] judgedOrder;
  private final EpochStep step;
  private final Deadline deadline;
  private final Evaluation evaluation;
  private final LossSample sample;
  private final EpochJudge judge;
  private final Progress progress;
  private Snapshot lastGood;
  private Snapshot epochStart;

  /** Whether an epoch has begun and not been judged. */
  private boolean within;

  private final Snapshot best;
  private final List<EpochRecord> history = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private int recoveries;
  private String stopReason = ALL_DONE;

  /** Good epochs so far. */
  private int epoch;

  /** The epoch whose weights are in the network. */
  private int live;

  private boolean ended;

  /**
   * What training came to; the network has the weights of {@code bestEpoch}.
   *
   * @param bestEpoch with validation rows the one that early stopping's metric judges best there,
   *     unless it is not to be restored; else the last one
   * @param stopReason why training ended
   * @param history one record per epoch
   * @param remarks sentences on what happened
   * @param vitals how the layers fared
   */
  public record Result(
      int bestEpoch,
      String stopReason,
      List<EpochRecord> history,
      List<String> remarks,
      Vitals vitals) {}

  /**
   * Prepares a run; the network must have its first weights already.
   *
   * @param training at least one row with a positive weight
   * @param validation rows that decide which epoch is best, or null; rows without any weight can
   *     decide nothing and are left aside, with a remark
   * @throws IllegalArgumentException when there is nothing to train on or nothing to train, or the
   *     metric or an augmentation is not for such rows
   */
  public Trainer(
      Network network,
      TrainSpec spec,
      Batches training,
      Batches validation,
      TrainingListener... listeners) {
    this(network, spec, training, validation, new TrainingControl(), listeners);
  }

  /**
   * Prepares a run that can be told to pause, to stop, and to go faster or slower.
   *
   * @throws IllegalArgumentException as the other constructor
   */
  public Trainer(
      Network network,
      TrainSpec spec,
      Batches training,
      Batches validation,
      TrainingControl control,
      TrainingListener... listeners) {
    this.control = control;
    if (training.rows() == 0 || !(training.totalWeight() > 0)) {
      throw new IllegalArgumentException("there are no training rows with a positive weight");
    }
    this.network = network;
    this.spec = spec;
    Targets meaning = Meaning.of(network, training);
    Metric metric = spec.earlyStopping().metric();
    metric.check(Names.of(metric.getClass()), meaning);
    this.training = TrainingRows.oversampled(training, meaning, spec, remarks);
    this.validation = TrainingRows.withWeight(validation, remarks);
    this.listeners = List.of(listeners);
    this.kernels = network.kernels();
    int rows = this.training.rows();
    this.order = new int[rows];
    this.deadline = new Deadline(spec.timeLimit());
    this.step = step();
    this.judge =
        new EpochJudge(spec.earlyStopping(), this.validation == null ? "training" : "validation");
    Batches judged = this.validation != null ? this.validation : training;
    this.judgedOrder =
        TrainingRows.all(this.validation != null || judge.wantsScore() ? judged.rows() : 0);
    this.judgedRows = judged;
    this.evaluation =
        new Evaluation(
            network, metric, meaning, Math.min(rows, LossSample.ROWS), judgedOrder.length);
    this.sample = new LossSample(evaluation, this.training, order, this::refuseInterrupted);
    this.progress = new Progress(step.stepsPerEpoch(), spec.epochs());
    this.lastGood = new Snapshot(network, step.memory());
    this.epochStart = new Snapshot(network, step.memory());
    this.best = new Snapshot(network);
  }

  private EpochStep step() {
    if (spec.optimizer() instanceof Minimizer m) {
      String ignored = MinimizerIteration.ignoredRates(network, m);
      if (ignored != null) {
        remarks.add(ignored);
      }
      return new MinimizerIteration(network, spec, m, training);
    }
    Minibatches steps =
        new Minibatches(
            network,
            spec,
            (Optimizer) spec.optimizer(),
            training,
            order,
            deadline,
            control,
            remarks);
    if (steps.largest() == 1 && network.layout().stateSize() > 0) {
      remarks.add(
          "minibatches have one row, over which batch-norm cannot normalize: it lets nothing of its"
              + " input through; use a batch of at least 2, or layer-norm");
    }
    return steps;
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
    start();
    boolean more = true;
    while (more) {
      more = next();
    }
    return finish();
  }

  /** What {@link #run} does before its first epoch; throws what it throws. */
  public void start() throws InterruptedException {
    deadline.start();
    sample.takeInitial(spec.seed());
    begin();
    best.take();
  }

  /**
   * Goes on where another trainer was when it gave this state, as if it had never stopped; where
   * that had stopped early, patience begins anew. A minimizer starts its search anew at the weights
   * it had found. The spec may plan more epochs than that one had.
   *
   * @throws IllegalArgumentException when the state is of another network or optimizer
   */
  public void start(TrainingState saved) {
    TrainingState state = saved.laidOut(network.layout());
    deadline.start();
    lastGood.set(state.vectors());
    lastGood.restore();
    best.set(state.best());
    sample.initial(state.initialLoss());
    recoveries = state.recoveries();
    progress.scaleRate(state.rateScale());
    state.remarks().stream().filter(r -> !remarks.contains(r)).forEach(remarks::add);
    for (EpochRecord e : state.history()) {
      history.add(e);
      double judged = validation == null ? e.trainingLoss() : e.validationLoss();
      progress.epochDone(judged);
      judge.replay(e, judged);
    }
    judge.forgive();
    epoch = history.size();
    live = epoch;
    begin();
  }

  private void begin() {
    tell(new TrainingEvent.Started(spec.epochs(), step.stepsPerEpoch(), sample.initial()));
    lastGood.take();
    stopReason = ALL_DONE;
    ended = epoch >= spec.epochs();
  }

  /**
   * Runs an epoch; the network then has its weights.
   *
   * @return false when training had ended before, or ends without another good epoch
   */
  public boolean next() throws InterruptedException {
    while (!ended) {
      control.obey(epoch, progress, deadline, remarks);
      if (control.stopAsked()) {
        ended = true;
        break;
      }
      step.hideKept();
      epochStart.take();
      within = true;
      double loss = step.run(epoch, progress);
      step.showKept(epoch, progress);
      double judged = judgedLoss(loss);
      double score = score(judged);
      double cost = judge.cost(judged, score);
      boolean timeUp = over();
      double bad = Double.NaN;
      boolean good =
          sample.isGood(loss) && Double.isFinite(judged) && kernels.allFinite(network.parameters());
      if (!good) {
        bad = loss;
      } else if (timeUp
          || epoch + 1 == spec.epochs()
          || step.ended() != null
          || judge.endsPatience(cost)) {
        bad = sample.take();
        good = sample.isGood(bad);
      }
      within = false;
      if (good) {
        keepEpochStart();
        live = ++epoch;
        boolean stop = note(loss, judged, score, cost);
        ended = stop || timeUp || epoch >= spec.epochs();
        return true;
      }
      if (timeUp) {
        live = giveUp(bad);
        ended = true;
      } else {
        recover(bad);
      }
    }
    return false;
  }

  /**
   * After an interruption: ends the run where the last whole epoch ended, with its weights.
   *
   * @return false, and nothing is changed, when there is no whole epoch
   * @throws InterruptedException when the thread is interrupted again
   */
  public boolean endAtWholeEpoch() throws InterruptedException {
    if (history.isEmpty()) {
      return false;
    }
    if (within) {
      step.hideKept();
      epochStart.restore();
      step.showKept(epoch - 1, progress);
      within = false;
    }
    if (!ended) {
      stopReason = control.stopAsked() ? "stopped by hand" : "stopped by an interruption";
      ended = true;
    }
    return true;
  }

  /** What the run came to so far, with the weights of the best epoch in the network. */
  public Result finish() {
    if (epoch < spec.epochs() && stopReason.equals(ALL_DONE)) {
      stopReason =
          control.stopAsked()
              ? "stopped by hand"
              : deadline.passed()
                  ? "time limit of " + spec.timeLimitText() + " reached"
                  : "not asked for another epoch";
    }
    ended = true;
    int kept = live;
    if (validation != null && spec.earlyStopping().restoreBest() && judge.bestEpoch() != live) {
      best.restore();
      kept = judge.bestEpoch();
    }
    tell(new TrainingEvent.Finished(stopReason));
    return new Result(kept, stopReason, List.copyOf(history), List.copyOf(remarks), step.vitals());
  }

  /**
   * All that {@link #start(TrainingState)} needs to go on after the epochs so far; to be asked for
   * before {@link #finish}.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public TrainingState state() throws InterruptedException {
    step.hideKept();
    float[][] vectors = epochStart.live();
    if (epoch > 0) {
      step.showKept(epoch - 1, progress);
    }
    return new TrainingState(
        TrainingState.FORMAT,
        vectors,
        best.copied(),
        List.copyOf(history),
        List.copyOf(remarks),
        sample.initial(),
        progress.rateScale(),
        recoveries);
  }

  /** The epochs so far. */
  public List<EpochRecord> history() {
    return List.copyOf(history);
  }

  /** The best epoch so far, from 1; 0 before any. */
  public int bestEpoch() {
    return judge.bestEpoch();
  }

  /**
   * Multiplies all learning rates from the next epoch on, as long as the run lasts; a run that is
   * gone on with keeps the factor. Changes nothing where the optimizer has no learning rate.
   *
   * @param factor above 0
   * @throws IllegalArgumentException when the factor is not a finite number above 0
   */
  public void multiplyRate(double factor) {
    progress.scaleRate(TrainingControl.checked(factor));
    remarks.add("the learning rate was multiplied by " + factor + " after epoch " + epoch);
  }

  /** Whether the run is to end with what it has. */
  private boolean over() {
    return deadline.passed() || control.stopAsked();
  }

  /** The loss that an epoch is judged by: of the validation rows, else of the training rows. */
  private double judgedLoss(double trainingLoss) throws InterruptedException {
    if (judgedOrder.length == 0) {
      return trainingLoss;
    }
    double judged = evaluation.judge(judgedRows, judgedOrder, this::refuseInterrupted);
    return validation == null ? trainingLoss : judged;
  }

  /** The metric of the epoch; NaN where it goes by the loss. */
  private double score(double judgedLoss) {
    if (!judge.wantsScore() || !Double.isFinite(judgedLoss)) {
      return Double.NaN;
    }
    double score = evaluation.score();
    if (Double.isNaN(score)) {
      remarks.add(judge.fallBackToLoss());
    }
    return score;
  }

  private void refuseInterrupted() throws InterruptedException {
    EpochStep.refuseInterrupted(Math.min(spec.epochs() - 1, history.size()));
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

  private void recover(double loss) {
    if (!step.canGoSlower()) {
      throw Divergence.hopeless(epoch + 1, loss, spec.optimizer());
    }
    double rate = step.rate(progress);
    if (++recoveries > RECOVERIES) {
      throw Divergence.tooOften(epoch + 1, loss, RECOVERIES, rate);
    }
    step.hideKept();
    lastGood.restore();
    progress.scaleRate(RECOVERY_FACTOR);
    String sentence = Divergence.recovered(epoch + 1, loss, rate, rate * RECOVERY_FACTOR);
    remarks.add(sentence);
    tell(new TrainingEvent.Recovered(sentence));
  }

  /**
   * Goes back to the last good weights where there is no time left to do better; returns the epoch
   * that they are of.
   */
  private int giveUp(double loss) {
    step.hideKept();
    lastGood.restore();
    remarks.add(Divergence.outOfTime(epoch + 1, loss));
    return Math.max(0, epoch - 1);
  }

  /** Notes an epoch; returns whether to stop. */
  private boolean note(double loss, double judged, double score, double cost) {
    double validationLoss = validation == null ? Double.NaN : judged;
    EpochRecord record = new EpochRecord(epoch, loss, validationLoss, lastRate(), score);
    history.add(record);
    progress.epochDone(judged);
    boolean better = judge.isBest(epoch, cost);
    if (better && validation != null) {
      best.take();
    }
    GradientNorms norms = step.norms();
    if (norms != null) {
      tell(new TrainingEvent.Gradients(epoch, norms.last()));
    }
    tell(new TrainingEvent.EpochDone(record, better));
    String stop = judge.stops() != null ? judge.stops() : step.ended();
    stopReason = stop == null ? stopReason : stop;
    return stop != null;
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
