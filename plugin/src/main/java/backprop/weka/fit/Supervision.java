// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.train.TrainingControl;
import backprop.weka.options.Unattended;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/**
 * What whoever watches a training may ask of it, at any stage, from any thread. The engine's
 * control is obeyed between minibatches. All else (looking at attributes, encoding rows, searching,
 * judging an epoch, calibrating) answers interruptions, as Weka's own Stop wants it; so a Stop that
 * has not been obeyed after a moment interrupts what is being done:
 *
 * <pre>
 *   stop --> control: the epoch ends where it is
 *     '--after a moment--> interrupts what {@link #cuttable} does, now or later:
 *            before the first epoch     there is no model
 *            within a later epoch       the last whole epoch is kept
 *            after the last epoch       what a model can do without is left out
 * </pre>
 */
public final class Supervision {
  /** A minibatch takes less. */
  private static final long MOMENT_MILLIS = 400;

  private final TrainingControl control = new TrainingControl();
  private final boolean keeps;
  private final long moment;
  private Thread worker;
  private boolean stopped;
  private boolean cut;

  /**
   * Nothing is asked yet.
   *
   * @param keeps whether an interruption of the thread, too, is a Stop that keeps a model; where
   *     nobody watches it never is
   */
  public Supervision(boolean keeps) {
    this(keeps, MOMENT_MILLIS);
  }

  /**
   * The same, with another moment.
   *
   * @param moment milliseconds; 0 not to wait at all
   */
  Supervision(boolean keeps, long moment) {
    this.keeps = keeps;
    this.moment = moment;
  }

  /** Pauses a training, and changes its learning rate. */
  public TrainingControl control() {
    return control;
  }

  /** Ends the training with what it has learned so far, if anything. */
  public void stop() {
    synchronized (this) {
      stopped = true;
    }
    control.stop();
    cutSoon();
  }

  /** Whether a Stop was asked for. */
  synchronized boolean isStopped() {
    return stopped;
  }

  private void cutSoon() {
    if (moment == 0) {
      cut();
      return;
    }
    Thread later =
        new Thread(
            () -> {
              try {
                Thread.sleep(moment);
                cut();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "backprop-stop");
    later.setDaemon(true);
    later.start();
  }

  private synchronized void cut() {
    cut = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  /**
   * Does work that a Stop cuts short.
   *
   * @throws InterruptedException when it was cut short or interrupted otherwise; {@link #answered}
   *     tells
   * @throws Exception what the work throws
   */
  <T> T cuttable(Callable<T> work) throws Exception {
    synchronized (this) {
      worker = Thread.currentThread();
      if (cut) {
        worker.interrupt();
      }
    }
    try {
      return work.call();
    } catch (CancellationException e) {
      throw (InterruptedException)
          new InterruptedException("training was " + e.getMessage()).initCause(e);
    } finally {
      synchronized (this) {
        worker = null;
        if (cut) {
          // The interruption was for this work alone.
          Thread.interrupted();
        }
      }
    }
  }

  /**
   * Whether the interruption that has ended some work is a Stop that keeps what there is. It is
   * over then, and no other work is interrupted by it, except that a Stop does not wait for long.
   */
  boolean answered() {
    synchronized (this) {
      if (cut) {
        return true;
      }
    }
    if (!keeps || Unattended.now() || !ExplorerRun.keeps()) {
      return false;
    }
    Thread.interrupted();
    cutSoon();
    return true;
  }

  /** Throws a CancellationException when the thread is interrupted. */
  static void goOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while the rows were looked at");
    }
  }
}
