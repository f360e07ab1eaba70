// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.model.EpochRecord;
import backprop.engine.train.TrainingListener;
import backprop.engine.train.TrainingState;
import backprop.weka.options.Settings;
import backprop.weka.predict.ConstantPredictor;
import backprop.weka.predict.NetworkPredictor;
import backprop.weka.predict.Predictor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import weka.core.Instance;
import weka.core.Instances;

/**
 * What a classifier has learned, and the ways in which it learns: all at once, epoch by epoch, from
 * rows that come one by one, and on from what it has learned before. Predicts at any time: from
 * many threads at once while no other method is called.
 */
public final class Learner {
  /** A stream that is asked to predict trains again when it has so many times the rows. */
  private static final int GROWTH = 2;

  private volatile Predictor predictor;
  private TrainingState state;
  private Training training;
  private volatile RowStream stream;
  private Choices streamChoices;
  private int rowsTrained;

  /** What a training wants to know beside rows. */
  public record Choices(
      Settings settings,
      long seed,
      boolean resumable,
      Supervision watch,
      TrainingListener... listeners) {}

  /** Has learned nothing yet. */
  public Learner() {}

  /**
   * Has learned before.
   *
   * @param predictor what predicts, or null
   * @param state what goes on from it, or null
   */
  public Learner(Predictor predictor, TrainingState state) {
    this.predictor = predictor;
    this.state = state;
  }

  /** Forgets everything, and ends what is under way. */
  public void forget() {
    abandon();
    predictor = null;
    state = null;
  }

  private void abandon() {
    if (training != null) {
      training.close();
      training = null;
    }
    if (stream != null) {
      stream.close();
      stream = null;
    }
    rowsTrained = 0;
  }

  /**
   * Learns from these rows alone.
   *
   * @throws CancellationException in one sentence when it was stopped before there was anything to
   *     keep
   * @throws Exception what {@link Fit#start} throws
   */
  public void build(Instances data, Choices c) throws Exception {
    forget();
    ExplorerRun.begin();
    begin(c, () -> new Fit(data, c.settings(), c.seed()).start(c.watch(), c.listeners()));
    runToTheEnd(c);
  }

  private void begin(Choices c, Callable<Training> start) throws Exception {
    try {
      training = c.watch().cuttable(start);
    } catch (InterruptedException e) {
      throw c.watch().isStopped() ? nothingToKeep() : e;
    }
  }

  private static CancellationException nothingToKeep() {
    return new CancellationException(
        "the training was stopped before its first epoch, so there is no model");
  }

  private void runToTheEnd(Choices c) throws Exception {
    try {
      try {
        boolean more = true;
        while (more) {
          // Before an epoch is whole, a Stop waits for its weights to be judged.
          more =
              training.history().isEmpty()
                  ? training.next()
                  : c.watch().cuttable(() -> training.next());
        }
      } catch (InterruptedException e) {
        if (!c.watch().answered()) {
          throw e;
        }
        if (!training.endAtWholeEpoch()) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
      if (c.watch().isStopped() && training.learnedNothing()) {
        throw nothingToKeep();
      }
      finish(c.resumable());
    } finally {
      if (training != null) {
        training.close();
        training = null;
      }
    }
  }

  /**
   * Prepares to learn epoch by epoch: on from what has been learned where that can be, else anew.
   */
  public void initialize(Instances data, Choices c) throws Exception {
    Optional<Start> from = c.resumable() && state != null ? start() : Optional.empty();
    if (from.isEmpty()) {
      forget();
    } else {
      abandon();
    }
    begin(c, () -> new Fit(data, c.settings(), c.seed(), from).start(c.watch(), c.listeners()));
    predictor = null;
  }

  private Optional<Start> start() {
    return predictor instanceof NetworkPredictor p
        ? Optional.of(new Start(p, Optional.ofNullable(state)))
        : Optional.empty();
  }

  /** Learns for an epoch; false, without learning, when there is nothing more to do. */
  public boolean next() throws Exception {
    if (training == null) {
      if (predictor == null) {
        throw new IllegalStateException("there is no training to go on with: initialize it first");
      }
      return false;
    }
    predictor = null;
    return training.next();
  }

  /** The epochs of the learning epoch by epoch so far, none where none is under way. */
  public List<EpochRecord> epochs() {
    return training == null ? List.of() : training.history();
  }

  /** The best of {@link #epochs}, from 1; 0 before any. */
  public int bestEpoch() {
    return training == null ? 0 : training.bestEpoch();
  }

  /** Epochs that the learning epoch by epoch plans; 0 where none is under way. */
  public int plannedEpochs() {
    return training == null ? 0 : training.plannedEpochs();
  }

  /** Multiplies the learning rate of the learning epoch by epoch from the next epoch on. */
  public void multiplyRate(double factor) {
    if (training == null) {
      throw new IllegalStateException("there is no training whose learning rate could change");
    }
    training.multiplyRate(factor);
  }

  /** Ends the learning epoch by epoch. */
  public void done(boolean resumable) throws Exception {
    if (training != null) {
      finish(resumable);
    } else if (!resumable) {
      state = null;
    }
  }

  private void finish(boolean resumable) throws Exception {
    state = resumable ? training.state().orElse(null) : null;
    predictor = training.finish();
    training.close();
    training = null;
  }

  /** Prepares to learn from rows that come one by one, from nothing. */
  public void listen(Instances header, Choices c) {
    forget();
    open(header, c);
    predictor = ConstantPredictor.undecided(header.classAttribute());
  }

  private void open(Instances header, Choices c) {
    streamChoices = c;
    rowsTrained = 0;
    stream = new RowStream(header, c.settings(), c.seed(), start());
  }

  /**
   * Takes a row. It waits until {@link #settle}; where nobody waits for rows, they continue what
   * has been learned.
   */
  public synchronized void update(Instance x, Choices c) throws Exception {
    if (stream == null) {
      if (predictor == null) {
        throw new IllegalStateException("no model has been built yet that a row could update");
      }
      open(x.dataset(), c);
    }
    stream.add(x);
  }

  /** Learns from all rows that wait; they are gone then, and later ones continue. */
  public synchronized void settle() throws Exception {
    if (stream != null && stream.rows() > 0) {
      learn();
      stream.close();
      stream = null;
    }
  }

  private void learn() throws Exception {
    rowsTrained = stream.rows();
    begin(streamChoices, () -> stream.train(streamChoices.watch(), streamChoices.listeners()));
    runToTheEnd(streamChoices);
  }

  /**
   * What predicts. Rows that wait have been learned from where there are none of before, or twice
   * as many as the last time.
   *
   * @throws IllegalStateException when nothing has been learned yet
   */
  public Predictor predictor() throws Exception {
    if (stream != null) {
      return settled();
    }
    Predictor known = predictor;
    if (known == null && training != null) {
      known = training.predictor();
      predictor = known;
    }
    if (known == null) {
      throw new IllegalStateException("no model has been built yet");
    }
    return known;
  }

  private synchronized Predictor settled() throws Exception {
    if (stream == null) {
      return predictor();
    }
    if (stream.spilled() && rowsTrained == 0) {
      settle();
    } else if (!stream.spilled() && stream.rows() > 0 && stream.rows() >= GROWTH * rowsTrained) {
      Predictor before = predictor;
      TrainingState stateBefore = state;
      try {
        learn();
      } finally {
        if (predictor == null) {
          predictor = before;
          state = stateBefore;
        }
      }
    }
    return predictor;
  }

  /** What predicts now, without learning for it; empty where nothing has been learned. */
  public Optional<Predictor> known() {
    if (predictor == null && training != null) {
      predictor = training.predictor();
    }
    return Optional.ofNullable(predictor);
  }

  /** What goes on from what has been learned; null for nothing. */
  public TrainingState state(boolean resumable) throws InterruptedException {
    return training != null && resumable ? training.state().orElse(null) : state;
  }

  @Override
  public String toString() {
    return "learner of " + Arrays.asList(predictor, training, stream);
  }
}
