// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.metric.MeanLoss;
import backprop.engine.metric.Metric;
import backprop.engine.model.EpochRecord;
import backprop.engine.text.Names;

/** Compares epochs by the metric of early stopping: which is the best, and whether to go on. */
final class EpochJudge {
  private final EarlyStopping stopping;
  private final String rows;
  private boolean byLoss;
  private double bestCost = Double.POSITIVE_INFINITY;
  private int bestEpoch;

  /** The cost that patience compares with: only a gain that counts as one moves it. */
  private double mark = Double.POSITIVE_INFINITY;

  /** The epoch that moved it last. */
  private int marked;

  private int sinceMark;

  /**
   * A judge that has seen no epoch.
   *
   * @param rows what the rows are called that it goes by
   */
  EpochJudge(EarlyStopping stopping, String rows) {
    this.stopping = stopping;
    this.rows = rows;
    this.byLoss = stopping.metric() instanceof MeanLoss;
  }

  /** Whether a metric other than the loss is wanted. */
  boolean wantsScore() {
    return !byLoss;
  }

  /**
   * Goes by the loss from now on, because the rows do not define the metric.
   *
   * @return a sentence that says so
   */
  String fallBackToLoss() {
    byLoss = true;
    return "the metric "
        + name()
        + " is not defined on the "
        + rows
        + " rows, which do not differ in what it is about: epochs are judged by the loss";
  }

  private String name() {
    Metric metric = stopping.metric();
    return Names.of(metric.getClass());
  }

  /** What is compared: less is better. */
  double cost(double loss, double score) {
    return byLoss ? loss : stopping.metric().largerIsBetter() ? -score : score;
  }

  /** Whether training stops after an epoch of this cost. */
  boolean endsPatience(double cost) {
    return stopping.patience() > 0 && !gains(cost) && sinceMark + 1 >= stopping.patience(marked);
  }

  private boolean gains(double cost) {
    return cost < mark - stopping.minimumGain();
  }

  /** Notes an epoch; returns whether it is the best one. */
  boolean isBest(int epoch, double cost) {
    boolean better = cost < bestCost;
    if (better) {
      bestCost = cost;
      bestEpoch = epoch;
    }
    if (gains(cost)) {
      mark = cost;
      marked = epoch;
      sinceMark = 0;
    } else {
      sinceMark++;
    }
    return better;
  }

  /** Notes an epoch of a run that is gone on with, whose score is NaN where it went by the loss. */
  void replay(EpochRecord epoch, double judgedLoss) {
    if (Double.isNaN(epoch.score())) {
      byLoss = true;
    }
    isBest(epoch.epoch(), cost(judgedLoss, epoch.score()));
  }

  /** Gives a run that patience had ended another chance. */
  void forgive() {
    if (stops() != null) {
      sinceMark = 0;
    }
  }

  /** The best epoch, 0 before any. */
  int bestEpoch() {
    return bestEpoch;
  }

  /** Why to stop, in a few words; null to go on. */
  String stops() {
    int patience = stopping.patience(marked);
    return patience > 0 && sinceMark >= patience
        ? "no better " + rows + " " + (byLoss ? "loss" : name()) + " in " + patience + " epochs"
        : null;
  }
}
