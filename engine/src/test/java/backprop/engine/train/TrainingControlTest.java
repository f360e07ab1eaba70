// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimization;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrainingControlTest {
  private final Kernels kernels = new JavaBackend().open(1);
  private final TrainingControl control = new TrainingControl();
  private final List<TrainingEvent> events = new ArrayList<>();

  private Examples rows(int n, long seed) {
    RandomStream random = new RandomStream(seed);
    Examples rows = new Examples(kernels, n, 3, 1);
    float[] x = new float[3];
    for (int r = 0; r < n; r++) {
      for (int i = 0; i < 3; i++) {
        x[i] = (float) random.nextGaussian();
      }
      rows.set(r, x, new float[] {x[0] > x[1] ? 0 : 1}, 1);
    }
    return rows;
  }

  private Network network() {
    Network n =
        new Network(
            new NetworkSpec(
                Shape.of(3),
                Catalogs.parse(Layer.class, "chain(dense(8, tanh), dropout(0.1), dense(2))"),
                Catalogs.parse(Loss.class, "cross-entropy")),
            kernels);
    n.initialize(3);
    return n;
  }

  private Trainer trainer(Network n, String optimizer, int epochs, TrainingListener... listeners) {
    TrainSpec spec =
        TrainSpec.of(
            epochs,
            16,
            Catalogs.parse(Optimization.class, optimizer),
            List.of(),
            new EarlyStopping(0, 0),
            5);
    return new Trainer(n, spec, rows(160, 1), rows(40, 2), control, listeners);
  }

  private long epochsDone() {
    return events.stream().filter(e -> e instanceof TrainingEvent.EpochDone).count();
  }

  @Test
  void watchingChangesNothing() throws InterruptedException {
    Network plain = network();
    trainer(plain, "adam(0.01)", 5).run();
    control.tellGradients();
    Network watched = network();
    trainer(watched, "adam(0.01)", 5, events::add).run();
    assertArrayEquals(plain.parameters().toArray(), watched.parameters().toArray());
  }

  @Test
  void tellsTheGradientsOfEveryLayerWithWeights() throws InterruptedException {
    control.tellGradients();
    trainer(network(), "adam(0.01)", 3, events::add).run();
    List<TrainingEvent.Gradients> told =
        events.stream()
            .filter(e -> e instanceof TrainingEvent.Gradients)
            .map(e -> (TrainingEvent.Gradients) e)
            .toList();
    assertEquals(3, told.size());
    assertEquals(List.of("0-dense", "2-dense"), List.copyOf(told.get(0).norms().keySet()));
    assertTrue(told.get(0).norms().values().stream().allMatch(x -> x > 0 && x < 10));
    assertFalse(told.get(0).norms().equals(told.get(2).norms()));
  }

  /** The gradients of one step on all rows, compared with the weights that plain descent makes. */
  @Test
  void gradientsAreThoseBeforeTheOptimizer() throws InterruptedException {
    control.tellGradients();
    Network n =
        new Network(
            new NetworkSpec(
                Shape.of(3),
                Catalogs.parse(Layer.class, "dense(2)"),
                Catalogs.parse(Loss.class, "cross-entropy")),
            kernels);
    n.initialize(3);
    double[] before = n.parameters().toArray();
    TrainSpec spec =
        TrainSpec.of(
            1,
            0,
            Catalogs.parse(Optimization.class, "clip-by-global-norm(0.001, sgd(1))"),
            List.of(),
            new EarlyStopping(0, 0),
            5);
    new Trainer(n, spec, rows(160, 1), null, control, events::add).run();
    double[] after = n.parameters().toArray();
    double moved = 0;
    for (int i = 0; i < before.length; i++) {
      moved += (after[i] - before[i]) * (after[i] - before[i]);
    }
    double norm =
        events.stream()
            .filter(e -> e instanceof TrainingEvent.Gradients)
            .mapToDouble(e -> ((TrainingEvent.Gradients) e).norms().values().iterator().next())
            .sum();
    assertEquals(0.001, Math.sqrt(moved), 1e-5);
    assertTrue(norm > 0.05, "not what clipping leaves of it: " + norm);
  }

  @Test
  void stopEndsWithTheBestWeights() throws InterruptedException {
    Network n = network();
    Trainer.Result r =
        trainer(
                n,
                "adam(0.01)",
                100_000,
                e -> {
                  if (e instanceof TrainingEvent.EpochDone d && d.record().epoch() == 4) {
                    control.stop();
                  }
                })
            .run();
    assertEquals("stopped by hand", r.stopReason());
    assertEquals(4, r.history().size());
    assertTrue(r.bestEpoch() >= 1 && r.bestEpoch() <= 4);
  }

  @Test
  void stopEndsAMinimizer() throws InterruptedException {
    Trainer.Result r =
        trainer(
                network(),
                "lbfgs",
                100_000,
                e -> {
                  if (e instanceof TrainingEvent.EpochDone) {
                    control.stop();
                  }
                })
            .run();
    assertEquals("stopped by hand", r.stopReason());
    assertEquals(1, r.history().size());
  }

  @Test
  void aFactorOfTheRateIsTakenAndRemarked() throws InterruptedException {
    Trainer.Result r =
        trainer(
                network(),
                "sgd(0.1)",
                4,
                e -> {
                  if (e instanceof TrainingEvent.EpochDone d && d.record().epoch() == 2) {
                    control.multiplyRate(0.5);
                    control.multiplyRate(0.5);
                  }
                })
            .run();
    assertEquals(0.1, r.history().get(1).rate(), 1e-9);
    assertEquals(0.025, r.history().get(2).rate(), 1e-9);
    assertEquals(
        List.of("the learning rate was multiplied by 0.250 by hand in epoch 3"), r.remarks());
    assertThrows(IllegalArgumentException.class, () -> control.multiplyRate(0));
    assertThrows(IllegalArgumentException.class, () -> control.multiplyRate(Double.NaN));
  }

  /** A paused training does nothing until it may go on, and the result is the same. */
  @Test
  void pauseWaits() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    Network n = network();
    Trainer trainer =
        trainer(
            n,
            "adam(0.01)",
            6,
            e -> {
              events.add(e);
              if (e instanceof TrainingEvent.EpochDone d && d.record().epoch() == 2) {
                control.pause();
                first.countDown();
              }
            });
    Thread thread = new Thread(() -> assertEquals(6, quietly(trainer).history().size()));
    thread.start();
    assertTrue(first.await(20, TimeUnit.SECONDS));
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(5);
    }
    assertEquals(2, epochsDone());
    assertTrue(control.isPaused());
    control.resume();
    thread.join(20_000);
    assertFalse(thread.isAlive());
    assertEquals(6, epochsDone());
    Network plain = network();
    new Trainer(
            plain,
            TrainSpec.of(
                6,
                16,
                Catalogs.parse(Optimization.class, "adam(0.01)"),
                List.of(),
                new EarlyStopping(0, 0),
                5),
            rows(160, 1),
            rows(40, 2))
        .run();
    assertArrayEquals(plain.parameters().toArray(), n.parameters().toArray());
  }

  @Test
  void aPausedTrainingCanBeInterruptedAndStopped() throws Exception {
    control.pause();
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Trainer waiting = trainer(network(), "adam(0.01)", 6);
    Thread thread =
        new Thread(
            () -> {
              try {
                waiting.run();
              } catch (InterruptedException e) {
                ended.set(e);
              }
            });
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(5);
    }
    thread.interrupt();
    thread.join(20_000);
    assertTrue(ended.get() instanceof InterruptedException);

    Trainer stopped = trainer(network(), "adam(0.01)", 6);
    control.stop();
    Trainer.Result r = stopped.run();
    assertEquals("stopped by hand", r.stopReason());
    assertEquals(0, r.history().size());
  }

  private static Trainer.Result quietly(Trainer t) {
    try {
      return t.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
