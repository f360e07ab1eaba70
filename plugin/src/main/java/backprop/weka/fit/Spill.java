// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.network.NetworkSpec;
import backprop.engine.train.TrainingListener;
import backprop.weka.options.Automatic;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import weka.core.Instance;

/**
 * Rows beyond what is kept as Weka has them: encoded as they come, in memory or in a temporary
 * file. Encoders, the factors of the classes' weights and the scale of a numeric class are those of
 * the first chunk of rows.
 */
final class Spill implements AutoCloseable {
  /** Part of the random stream's key. */
  private static final long STREAM = 0x5350494C4CL;

  private final Fit chunk;
  private final Settings settings;
  private final Job job;
  private final String backend;
  private final Kernels kernels;
  private final EncodedRows.Appender training;
  private final EncodedRows.Appender validation;
  private final int percent;
  private final long begun = System.nanoTime();

  /**
   * Encodes the first chunk.
   *
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   */
  Spill(Fit chunk, Settings settings, Job job) throws InterruptedException {
    this.chunk = chunk;
    this.settings = settings;
    this.job = job;
    this.percent = Automatic.validation(settings, Integer.MAX_VALUE, false);
    Backends.Choice choice = Fit.backend(settings, Double.POSITIVE_INFINITY);
    this.backend = choice.backend().name();
    this.kernels = choice.backend().open(Fit.threads(settings));
    // Only a given loss is known to be that of all rows, too.
    int members = settings.automatic(Setting.LOSS) ? 0 : Job.members(job.spec(settings));
    EncodedRows rows =
        new EncodedRows(
            kernels,
            chunk.data(),
            chunk.split().training(),
            chunk.weighted(),
            job.inputs(),
            job.target(),
            members);
    long budget = EncodedRows.budget(chunk.data(), settings);
    this.training =
        rows.appender(Math.max(1, budget * (100 - percent) / 100), chunk.folds(job, members));
    this.validation =
        percent == 0
            ? null
            : rows.appender(Math.max(1, budget * percent / 100), Folds.none(members));
    chunk.remark(
        "the first "
            + chunk.data().numInstances()
            + " rows fixed how attributes and the class are encoded; the rows after them were"
            + " encoded as they came");
    boolean ready = false;
    try {
      for (int r : chunk.split().training()) {
        Supervision.goOn();
        training.add(chunk.data().instance(r), r + 1, weight(chunk.data().instance(r)));
      }
      for (int r : chunk.split().validation()) {
        Supervision.goOn();
        validation.add(chunk.data().instance(r), r + 1, weight(chunk.data().instance(r)));
      }
      ready = true;
    } finally {
      if (!ready) {
        close();
      }
    }
  }

  private double weight(Instance x) {
    return x.weight() * chunk.weighted().factor(x);
  }

  /**
   * Takes a row.
   *
   * @param number its number from 0
   * @throws IllegalArgumentException in one sentence when it is not allowed
   */
  void add(Instance x, int number) {
    if (!WeightedRows.check(x, chunk.data().classAttribute().name(), number) || !(weight(x) > 0)) {
      return;
    }
    Targets.check(x, number, chunk.data().classAttribute(), job.plan().loss());
    boolean judges =
        validation != null
            && 100 * new RandomStream(RandomStream.key(job.seed(), STREAM, number)).nextDouble()
                < percent;
    (judges ? validation : training).add(x, number + 1, weight(x));
  }

  /** Trains on all rows; this object is then used up. */
  Training train(Supervision watch, TrainingListener... listeners) throws Exception {
    Material material =
        new Material(
            backend,
            kernels,
            training.ready(),
            validation == null ? null : validation.ready(),
            false);
    boolean ready = false;
    try {
      Job whole = chunk.job(job, training.rows(), validation != null);
      NetworkSpec shape = whole.spec(settings);
      Training started =
          new Training(
              whole, shape, material, Spill::stay, chunk.remarks(), begun, watch, listeners);
      ready = true;
      return started;
    } finally {
      if (!ready) {
        material.close();
      }
    }
  }

  /** Rows that came one by one are gone with the backend that they were encoded for. */
  private static Material stay(BackendFailedException lost) {
    throw new IllegalStateException(
        lost.getMessage()
            + "; rows that come one by one cannot be moved to another backend, so choose -backend"
            + " java",
        lost);
  }

  @Override
  public void close() {
    kernels.close();
    training.close();
    if (validation != null) {
      validation.close();
    }
  }
}
