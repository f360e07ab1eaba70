// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.monitor;

import backprop.engine.model.EpochRecord;
import backprop.engine.train.TrainingEvent;
import backprop.engine.train.TrainingListener;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says now and then how far a long training is, for Weka's log: what is logged goes to the console,
 * which Weka's windows copy into the file {@code weka.log} of its home. A training that is over
 * soon says nothing.
 */
final class ProgressLog implements TrainingListener {
  private static final long PAUSE = 10_000_000_000L;

  private final String title;
  private final Consumer<String> log;
  private final LongSupplier clock;
  private final long start;
  private long last;
  private int planned;

  /**
   * @param title what is trained
   * @param log takes sentences
   * @param clock tells nanoseconds
   */
  ProgressLog(String title, Consumer<String> log, LongSupplier clock) {
    this.title = title;
    this.log = log;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.last = start;
  }

  @Override
  public void on(TrainingEvent event) {
    if (event instanceof TrainingEvent.Started s) {
      planned = s.epochs();
    } else if (event instanceof TrainingEvent.Preparing p && due()) {
      log.accept(title + ": " + p.sentence());
    } else if (event instanceof TrainingEvent.EpochDone e && due()) {
      log.accept(title + ": " + line(e.record()));
    } else if (event instanceof TrainingEvent.Finished f && last != start) {
      log.accept(title + ": training ended, " + f.reason());
    }
  }

  private boolean due() {
    long now = clock.getAsLong();
    boolean due = now - last >= PAUSE;
    last = due ? now : last;
    return due;
  }

  private String line(EpochRecord e) {
    StringBuilder s = new StringBuilder();
    s.append(String.format(Locale.ROOT, "epoch %d of %d", e.epoch(), planned));
    s.append(String.format(Locale.ROOT, ", loss %.4g", e.trainingLoss()));
    if (!Double.isNaN(e.validationLoss())) {
      s.append(String.format(Locale.ROOT, ", validation loss %.4g", e.validationLoss()));
    }
    s.append(String.format(Locale.ROOT, ", after %d s", (last - start) / 1_000_000_000L));
    return s.toString();
  }
}
