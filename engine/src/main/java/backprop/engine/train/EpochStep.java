// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Matrix;
import backprop.engine.model.Vitals;
import backprop.engine.schedule.Progress;

/** What one epoch does to the weights; the trainer judges what comes of it. */
interface EpochStep {
  /** Steps of an epoch. */
  int stepsPerEpoch();

  /** What it remembers from step to step on the backend, to be put back with the weights. */
  Matrix[] memory();

  /**
   * One epoch.
   *
   * @return the rows' mean loss, or the first loss that is not finite
   * @throws InterruptedException when the thread is interrupted
   */
  double run(int epoch, Progress progress) throws InterruptedException;

  /**
   * Puts the weights that are to be judged and kept into the network, where those are others than
   * the trained ones.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  default void showKept(int epoch, Progress progress) throws InterruptedException {}

  /** Puts the trained weights back, if others are shown. */
  default void hideKept() {}

  /** The learning rate at this progress; NaN where there is none. */
  double rate(Progress progress);

  /** Whether a lower learning rate can save a run that diverged. */
  boolean canGoSlower();

  /** The gradients' lengths in the last step; null where they are not measured. */
  default GradientNorms norms() {
    return null;
  }

  /** How the layers fared in the steps so far; nothing where there are no steps of an optimizer. */
  default Vitals vitals() {
    return Vitals.none();
  }

  /** Why it can do nothing more, in a few words; null as long as it can. */
  String ended();

  /** Ends an epoch where the thread was interrupted. */
  static void refuseInterrupted(int epoch) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("training was interrupted in epoch " + (epoch + 1));
    }
  }
}
