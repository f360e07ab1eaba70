// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.optimize.Minimizer;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.TrainingEvent;
import backprop.engine.train.TrainingListener;

/** Counts the epochs that are done. */
final class Ramp implements TrainingListener {
  private int done;

  @Override
  public void on(TrainingEvent event) {
    if (event instanceof TrainingEvent.EpochDone) {
      done++;
    }
  }

  /** Epochs that are done. */
  int epochs() {
    return done;
  }

  /** 0 up to an epoch, 1 from another one on, a straight line between. */
  double between(int from, int full) {
    return done < from ? 0 : done >= full ? 1 : (double) (done - from) / (full - from);
  }

  /** These listeners and this one. */
  TrainingListener[] with(TrainingListener... others) {
    TrainingListener[] all = new TrainingListener[others.length + 1];
    System.arraycopy(others, 0, all, 0, others.length);
    all[others.length] = this;
    return all;
  }

  /** Targets that change on the way are nothing for a minimizer. */
  static void refuseMinimizer(TrainSpec how) {
    if (how.optimizer() instanceof Minimizer m) {
      throw new IllegalArgumentException(
          "targets that change while training do not go with "
              + m
              + ", which minimizes one function of all rows: use an optimizer such as adam");
    }
    if (how.minibatches().mixup() > 0) {
      throw new IllegalArgumentException("rows without a class do not go with mixup");
    }
  }

  /** A check of the epochs of a ramp. */
  static void check(int from, int full) {
    if (!(0 <= from && from <= full)) {
      throw new IllegalArgumentException(
          "the weight of rows without a class rises from epoch "
              + from
              + " to epoch "
              + full
              + ": the first must be at least 0 and the second not before it");
    }
  }

  /** A check of a weight. */
  static void check(double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the weight of rows without a class is "
              + weight
              + ", allowed are finite numbers from 0");
    }
  }
}
