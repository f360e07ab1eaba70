// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.schedule.Progress;
import java.util.List;
import java.util.Locale;

/**
 * What whoever watches a training may ask of it, from any thread: to pause, to stop with what was
 * learned so far, to go faster or slower, to tell the gradients. It obeys before the next minibatch
 * (a minimizer: before the next iteration). Belongs to one run; as long as nothing is asked, the
 * run is as it would be without.
 */
public final class TrainingControl {
  private volatile boolean asked;
  private volatile boolean stop;
  private volatile boolean gradients;
  private boolean paused;
  private double factor = 1;

  /** Asks the training to wait until {@link #resume} or {@link #stop}. */
  public synchronized void pause() {
    paused = true;
    asked = true;
  }

  /** Lets a paused training go on. */
  public synchronized void resume() {
    paused = false;
    notifyAll();
  }

  /** Whether the training is to wait. */
  public synchronized boolean isPaused() {
    return paused;
  }

  /**
   * Asks the training to end as if its time were up: with the best weights where there are
   * validation rows, else with those that it has.
   */
  public synchronized void stop() {
    stop = true;
    notifyAll();
  }

  /**
   * Asks for another learning rate from the next step on: the schedule's, times this factor and all
   * earlier ones. Does nothing where the optimizer has no learning rate.
   *
   * @param times above 0
   * @throws IllegalArgumentException when the factor is not a finite number above 0
   */
  public synchronized void multiplyRate(double times) {
    factor *= checked(times);
    asked = true;
  }

  /** A factor of the learning rate, if it is a finite number above 0. */
  static double checked(double factor) {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the factor of the learning rate is " + factor + ", it must be a number above 0");
    }
    return factor;
  }

  /** Asks for a {@link TrainingEvent.Gradients} after each epoch; costs little. */
  public void tellGradients() {
    gradients = true;
  }

  boolean wantsGradients() {
    return gradients;
  }

  boolean stopAsked() {
    return stop;
  }

  /**
   * Does what was asked.
   *
   * @param epoch the running one, from 0
   * @param deadline gets the time back that is spent waiting
   * @param remarks where changes are noted
   * @throws InterruptedException when the thread is interrupted; its interrupt status stays set
   */
  void obey(int epoch, Progress progress, Deadline deadline, List<String> remarks)
      throws InterruptedException {
    EpochStep.refuseInterrupted(epoch);
    if (asked) {
      obeyAsked(epoch, progress, deadline, remarks);
    }
  }

  private synchronized void obeyAsked(
      int epoch, Progress progress, Deadline deadline, List<String> remarks)
      throws InterruptedException {
    long start = System.nanoTime();
    while (paused && !stop) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        EpochStep.refuseInterrupted(epoch);
      }
    }
    deadline.extend(System.nanoTime() - start);
    if (factor != 1) {
      progress.scaleRate(factor);
      remarks.add(
          String.format(
              Locale.ROOT,
              "the learning rate was multiplied by %.3g by hand in epoch %d",
              factor,
              epoch + 1));
      factor = 1;
    }
    asked = false;
  }
}
