// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.train.TrainingEvent;
import backprop.engine.train.TrainingListener;
import backprop.weka.TestData;
import backprop.weka.options.Settings;
import backprop.weka.predict.Predictor;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.Utils;

/** A Stop is answered at every stage of a training. Counts what is still done, not time. */
@Tag("once")
final class SupervisionTest {
  private static final int ROWS = 1200;

  /** Looks that may follow a Stop: most are of the doctor, who looks at an attribute at a time. */
  private static final int LOOKS = 5 * ROWS;

  /** A row that tells when it is looked at. */
  private static final class Watched extends DenseInstance {
    private static final long serialVersionUID = 1L;
    private final transient Runnable looked;

    Watched(Instance x, Runnable looked) {
      super(x);
      this.looked = looked;
    }

    @Override
    public double value(int a) {
      looked.run();
      return super.value(a);
    }

    @Override
    public Object copy() {
      Watched copy = new Watched(this, looked);
      copy.setDataset(dataset());
      return copy;
    }
  }

  /** Rows, and what is called with the number of looks at them so far. */
  private static Instances watched(boolean numeric, AtomicInteger looks, IntConsumer then) {
    Instances plain = TestData.mixed(ROWS, numeric, 5);
    Instances rows = new Instances(plain, ROWS);
    for (Instance x : plain) {
      rows.add(new Watched(x, () -> then.accept(looks.incrementAndGet())));
    }
    looks.set(0);
    return rows;
  }

  private static Learner.Choices choices(
      String options, Supervision watch, TrainingListener... listeners) throws Exception {
    Settings settings = Settings.take(Utils.splitOptions(options));
    return new Learner.Choices(settings, 1, false, watch, listeners);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-N 1 | false",
        "-N 1 -layers dense(4) -V 30 -class-weights balanced | false",
        "-N 1 -layers dense(4) -V 10 -numeric bins | true",
        "-N 1 -layers dense(4) -loss mean-absolute-error | true",
      })
  void beforeTheFirstEpochItEndsWithoutAModel(String options, boolean numeric) throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Instances rows = watched(numeric, looks, n -> {});
    new Learner().build(rows, choices(options, new Supervision(false)));
    int total = looks.get();
    assertTrue(total > 10 * ROWS, "" + total);
    for (int part = 0; part < 8; part++) {
      int at = 1 + (int) ((long) total * part / 8);
      Supervision watch = new Supervision(false, 0);
      AtomicInteger seen = new AtomicInteger();
      Instances stopping =
          watched(
              numeric,
              seen,
              n -> {
                if (n == at) {
                  watch.stop();
                }
              });
      Learner learner = new Learner();
      Exception e =
          assertThrows(
              CancellationException.class,
              () -> learner.build(stopping, choices(options, watch)),
              "stopped at look " + at);
      assertEquals(
          "the training was stopped before its first epoch, so there is no model", e.getMessage());
      assertFalse(Thread.currentThread().isInterrupted());
      assertTrue(learner.known().isEmpty());
      assertTrue(seen.get() - at <= LOOKS, "at look " + at + " still " + (seen.get() - at));
    }
  }

  @Test
  void theSearchForAnEnsembleEnds() throws Exception {
    Supervision watch = new Supervision(false, 0);
    TrainingListener stopper =
        e -> {
          if (e instanceof TrainingEvent.Preparing p && p.sentence().contains("searched")) {
            watch.stop();
          }
        };
    AtomicInteger looks = new AtomicInteger();
    Learner learner = new Learner();
    Instances rows = watched(false, looks, n -> {});
    assertThrows(
        CancellationException.class,
        () -> learner.build(rows, choices("-effort thorough", watch, stopper)));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  private static Predictor stoppedAt(
      Class<? extends TrainingEvent> event, int epoch, Supervision watch, Runnable stop)
      throws Exception {
    Learner learner = new Learner();
    AtomicInteger epochs = new AtomicInteger();
    TrainingListener stopper =
        e -> {
          epochs.addAndGet(e instanceof TrainingEvent.EpochDone ? 1 : 0);
          if (event.isInstance(e) && epochs.get() == epoch) {
            stop.run();
          }
        };
    learner.build(TestData.iris(), choices("-N 8", watch, stopper));
    assertFalse(Thread.interrupted());
    return learner.predictor();
  }

  @Test
  void withinEpochsItKeepsTheWholeOnes() throws Exception {
    Supervision watch = new Supervision(false, 0);
    Predictor p = stoppedAt(TrainingEvent.EpochDone.class, 3, watch, watch::stop);
    assertEquals(3, p.model().orElseThrow().how().history().size());
    assertEquals("stopped by hand", p.model().orElseThrow().how().stopReason());
    assertTrue(p.summary().contains("the probabilities were not calibrated"), p.summary());
  }

  /** Nothing cuts it short within its moment: what comes after the epochs is done. */
  @Test
  void hasAMomentForTheRest() throws Exception {
    Supervision watch = new Supervision(false, 100_000);
    Predictor p = stoppedAt(TrainingEvent.EpochDone.class, 3, watch, watch::stop);
    assertEquals(3, p.model().orElseThrow().how().history().size());
    assertTrue(p.summary().contains("probabilities calibrated on validation"), p.summary());
  }

  @Test
  void afterTheLastEpochItLeavesOutWhatCanBe() throws Exception {
    Supervision watch = new Supervision(false, 0);
    Predictor p = stoppedAt(TrainingEvent.Finished.class, 8, watch, watch::stop);
    assertEquals(8, p.model().orElseThrow().how().history().size());
    assertTrue(p.summary().contains("not examined: the training was stopped"), p.summary());
    assertTrue(p.summary().contains("the probabilities were not calibrated"), p.summary());
  }

  /** An interruption, such as Weka's own Stop, is a Stop where the option says so. */
  @Test
  void interruptionsKeepTheModelWhereTheyAreTo() throws Exception {
    Predictor p =
        stoppedAt(
            TrainingEvent.Finished.class,
            8,
            new Supervision(true),
            Thread.currentThread()::interrupt);
    assertTrue(p.summary().contains("the probabilities were not calibrated"), p.summary());
    assertInstanceOf(
        InterruptedException.class,
        assertThrows(
            Exception.class,
            () ->
                stoppedAt(
                    TrainingEvent.Finished.class,
                    8,
                    new Supervision(false),
                    Thread.currentThread()::interrupt)));
    assertTrue(Thread.interrupted());
  }

  /** With a numeric class a model knows its errors, from however few rows. */
  @Test
  void intervalsStayWhenThereIsNoTimeForAllRows() throws Exception {
    Supervision watch = new Supervision(false, 0);
    Learner learner = new Learner();
    Instances rows = TestData.mixed(2000, true, 5);
    learner.build(
        rows,
        choices(
            "-N 3 -layers dense(4)",
            watch,
            e -> {
              if (e instanceof TrainingEvent.Finished) {
                watch.stop();
              }
            }));
    double[] interval = learner.predictor().density(rows.instance(0)).interval(0.9);
    assertTrue(interval[0] < interval[1], interval[0] + " to " + interval[1]);
  }
}
