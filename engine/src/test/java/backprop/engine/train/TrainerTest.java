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
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final String LAYERS = "chain(dense(12, tanh), dropout(0.1), batch-norm, dense(3))";

  /** Rows whose class is the index of their largest of three noisy inputs. */
  private static Examples rows(Kernels k, int n, long seed) {
    RandomStream random = new RandomStream(seed);
    Examples rows = new Examples(k, n, 3, 1);
    float[] x = new float[3];
    for (int r = 0; r < n; r++) {
      int c = 0;
      for (int i = 0; i < 3; i++) {
        x[i] = (float) random.nextGaussian();
        c = x[i] > x[c] ? i : c;
      }
      rows.set(r, x, new float[] {c}, 1);
    }
    return rows;
  }

  private static Network network(Kernels k, String layers, String loss) {
    Network n =
        new Network(
            new NetworkSpec(
                Shape.of(3), Catalogs.parse(Layer.class, layers), Catalogs.parse(Loss.class, loss)),
            k);
    n.initialize(7);
    return n;
  }

  private static TrainSpec spec(int epochs, int batch, String optimizer, int patience) {
    return new TrainSpec(
        epochs,
        batch,
        Catalogs.parse(Optimizer.class, optimizer),
        List.of(),
        List.of(),
        new EarlyStopping(patience, 0),
        11);
  }

  @Test
  void learnsAndKeepsTheEpochOfTheLowestValidationLoss() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, LAYERS, "cross-entropy");
    List<TrainingEvent> events = new ArrayList<>();
    Trainer.Result r =
        new Trainer(
                n, spec(300, 16, "adam(0.02)", 15), rows(k, 200, 1), rows(k, 100, 2), events::add)
            .run();
    double best = r.history().get(r.bestEpoch() - 1).validationLoss();
    assertTrue(best < 0.35, "best validation loss " + best);
    r.history().forEach(e -> assertTrue(e.validationLoss() >= best, "epoch " + e.epoch()));
    assertEquals("no better validation loss in 15 epochs", r.stopReason());
    assertEquals(r.bestEpoch() + 15, r.history().size());
    assertTrue(events.get(0) instanceof TrainingEvent.Started);
    assertEquals(r.history().size() + 2, events.size());

    // The network now has the weights of the best epoch: a run of just so many epochs ends there.
    Network again = network(k, LAYERS, "cross-entropy");
    new Trainer(again, spec(r.bestEpoch(), 16, "adam(0.02)", 0), rows(k, 200, 1), null).run();
    assertArrayEquals(n.parameters().toArray(), again.parameters().toArray());
    assertArrayEquals(n.state().toArray(), again.state().toArray());
  }

  @Test
  void threadsDoNotChangeABit() throws InterruptedException {
    double[] one = null;
    for (int threads : new int[] {1, 2, 3}) {
      try (Kernels k = new JavaBackend().open(threads)) {
        Network n =
            network(
                k,
                "chain(dense(257, relu), dropout(0.3), dense(129, gelu), dense(3))",
                "cross-entropy");
        new Trainer(n, spec(2, 128, "adamw(0.01)", 0), rows(k, 1000, 3), null).run();
        double[] w = n.parameters().toArray();
        if (one == null) {
          one = w;
        }
        assertArrayEquals(one, w, threads + " threads");
      }
    }
  }

  @Test
  void aRowOfWeightTwoCountsLikeTwoRowsInAFullBatch() throws InterruptedException {
    Kernels k = new ReferenceBackend().open(1);
    float[][] x = {{1, 2, 0}, {-1, 0.5f, 3}, {0, 1, 1}};
    Examples weighted = new Examples(k, 3, 3, 1);
    Examples twice = new Examples(k, 4, 3, 1);
    for (int r = 0; r < 3; r++) {
      weighted.set(r, x[r], new float[] {r}, r == 1 ? 2 : 1);
      twice.set(r, x[r], new float[] {r}, 1);
    }
    twice.set(3, x[1], new float[] {1}, 1);
    Network a = network(k, "chain(dense(4, tanh), dense(3))", "cross-entropy");
    Network b = network(k, "chain(dense(4, tanh), dense(3))", "cross-entropy");
    Trainer.Result ra = new Trainer(a, spec(20, 0, "sgd(0.5)", 0), weighted, weighted).run();
    Trainer.Result rb = new Trainer(b, spec(20, 0, "sgd(0.5)", 0), twice, twice).run();
    assertArrayEquals(b.parameters().toArray(), a.parameters().toArray(), 1e-12);
    assertEquals(rb.history().get(19).trainingLoss(), ra.history().get(19).trainingLoss(), 1e-12);
    assertEquals(
        rb.history().get(19).validationLoss(), ra.history().get(19).validationLoss(), 1e-12);
  }

  @Test
  void goesBackAndLowersARateThatDiverges() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, "chain(dense(20, relu), dense(1))", "mean-squared-error");
    Examples rows = rows(k, 64, 5);
    Trainer.Result r = new Trainer(n, spec(20, 8, "sgd(10)", 0), rows, null).run();
    assertFalse(r.remarks().isEmpty());
    assertTrue(
        r.remarks().get(0).contains("lowered the learning rate from 10"), r.remarks().get(0));
    assertTrue(k.allFinite(n.parameters()));
    assertTrue(r.history().get(19).trainingLoss() < r.history().get(0).trainingLoss() + 1e-6);

    Network hopeless = network(k, "chain(dense(20, relu), dense(1))", "mean-squared-error");
    DivergedException e =
        assertThrows(
            DivergedException.class,
            () -> new Trainer(hopeless, spec(20, 8, "sgd(1e30)", 0), rows, null).run());
    assertTrue(e.getMessage().contains("optimizer"), e.getMessage());
  }

  @Test
  void theLastStepIsJudgedToo() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Examples rows = rows(k, 64, 5);
    String layers = "chain(dense(20, relu), dense(1))";
    Network n = network(k, layers, "mean-squared-error");
    Trainer.Result r = new Trainer(n, spec(1, 0, "sgd(100)", 0), rows, null).run();
    assertTrue(
        r.remarks().get(0).contains("lowered the learning rate from 100"), r.remarks().get(0));
    Network hopeless = network(k, layers, "mean-squared-error");
    assertThrows(
        DivergedException.class,
        () -> new Trainer(hopeless, spec(1, 0, "sgd(1e30)", 0), rows, null).run());
  }

  @Test
  void lightRowsInFrontAreNoDivergence() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Examples rows = rows(k, 3000, 5);
    float[] class0 = {0};
    for (int i = 0; i < 2900; i++) {
      rows.set(i, new float[] {1, 0, 0}, class0, 1e-7);
    }
    Network n = network(k, "chain(dense(20, relu), dense(3))", "cross-entropy");
    Trainer.Result r = new Trainer(n, spec(3, 100, "adam(0.001)", 0), rows, null).run();
    assertEquals(List.of(), r.remarks());
    assertEquals(3, r.history().size());
  }

  @Test
  void anInterruptEndsTrainingAtOnce() {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, LAYERS, "cross-entropy");
    int[] epochs = {0};
    Trainer t =
        new Trainer(
            n,
            spec(1000, 16, "adam", 0),
            rows(k, 100, 1),
            null,
            e -> {
              if (e instanceof TrainingEvent.EpochDone && ++epochs[0] == 3) {
                Thread.currentThread().interrupt();
              }
            });
    assertThrows(InterruptedException.class, t::run);
    assertTrue(Thread.interrupted());
    assertEquals(3, epochs[0]);
  }

  @Test
  void anEpochAllocatesNothingBeyondItsRecord() throws InterruptedException {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, LAYERS, "cross-entropy");
    long me = Thread.currentThread().getId();
    long[] before = {0};
    long[] least = {Long.MAX_VALUE};
    TrainingListener meter =
        e -> {
          long now = threads.getThreadAllocatedBytes(me);
          if (before[0] > 0) {
            least[0] = Math.min(least[0], now - before[0]);
          }
          before[0] = threads.getThreadAllocatedBytes(me);
        };
    new Trainer(n, spec(60, 8, "adam(cosine(0.01))", 0), rows(k, 803, 1), rows(k, 50, 2), meter)
        .run();
    // 101 steps and a validation: a record, an event and the keys of the shuffle are allowed.
    assertTrue(least[0] < 3000, "an epoch allocates " + least[0] + " bytes");
  }

  @Test
  void zeroEpochsLeaveTheFirstWeights() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, LAYERS, "cross-entropy");
    double[] first = n.parameters().toArray();
    Trainer.Result r = new Trainer(n, spec(0, 8, "adam", 0), rows(k, 10, 1), null).run();
    assertEquals(0, r.bestEpoch());
    assertArrayEquals(first, n.parameters().toArray());
  }

  @Test
  void validationRowsWithoutWeightAreLeftAside() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Examples nothing = new Examples(k, 2, 3, 1);
    Network a = network(k, LAYERS, "cross-entropy");
    Network b = network(k, LAYERS, "cross-entropy");
    Trainer.Result r = new Trainer(a, spec(4, 8, "adam", 0), rows(k, 30, 1), nothing).run();
    assertEquals(4, r.bestEpoch());
    assertEquals(1, r.remarks().size());
    assertTrue(r.remarks().get(0).contains("validation rows have no weight"), r.remarks().get(0));
    new Trainer(b, spec(4, 8, "adam", 0), rows(k, 30, 1), null).run();
    assertArrayEquals(b.parameters().toArray(), a.parameters().toArray());
  }

  @Test
  void rowsWithoutWeightChangeNothingInAFullBatch() throws InterruptedException {
    Kernels k = new ReferenceBackend().open(1);
    Examples some = rows(k, 1500, 1);
    Examples padded = new Examples(k, 3000, 3, 1);
    float[] x = new float[3];
    float[] y = new float[1];
    // First 1500 rows without weight: a first loss of 0 must not make every later one a divergence.
    for (int r = 0; r < 1500; r++) {
      padded.set(r, new float[] {9, 9, 9}, new float[] {2}, 0);
      some.inputs().buffer().read(3 * r, x, 0, 3);
      some.targets().buffer().read(r, y, 0, 1);
      padded.set(1500 + r, x, y, 1);
    }
    Network a = network(k, "chain(dense(4, tanh), dense(3))", "cross-entropy");
    Network b = network(k, "chain(dense(4, tanh), dense(3))", "cross-entropy");
    Trainer.Result r = new Trainer(a, spec(3, 0, "sgd(0.5)", 0), padded, null).run();
    new Trainer(b, spec(3, 0, "sgd(0.5)", 0), some, null).run();
    assertEquals(List.of(), r.remarks());
    assertArrayEquals(b.parameters().toArray(), a.parameters().toArray(), 1e-12);
  }

  @Test
  void theFirstLossIsThatOfRowsFromEverywhere() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Examples sorted = new Examples(k, 4000, 3, 1);
    for (int r = 0; r < 4000; r++) {
      sorted.set(r, new float[3], new float[] {r < 2000 ? 0 : 100}, 1);
    }
    double[] first = {0};
    Network n = network(k, "dense(1)", "mean-squared-error");
    TrainingListener listener =
        e -> first[0] = e instanceof TrainingEvent.Started s ? s.initialLoss() : first[0];
    Trainer.Result r = new Trainer(n, spec(1, 0, "sgd(0.01)", 0), sorted, null, listener).run();
    assertEquals(List.of(), r.remarks());
    assertEquals(5000, first[0], 500);
  }

  @Test
  void aLossThatIsNoNumberBeforeTrainingIsRefused() {
    Kernels k = new JavaBackend().open(1);
    Examples rows = rows(k, 10, 1);
    rows.set(4, new float[] {Float.NaN, 0, 0}, new float[] {1}, 1);
    Trainer t =
        new Trainer(network(k, LAYERS, "cross-entropy"), spec(3, 4, "sgd(0.1)", 0), rows, null);
    String said = assertThrows(IllegalArgumentException.class, t::run).getMessage();
    assertTrue(said.contains("before the first step"), said);
  }

  @Test
  void aNetworkWithoutTrainableParametersIsRefused() {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, "chain(dropout(0.1))", "cross-entropy");
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> new Trainer(n, spec(1, 4, "sgd", 0), rows(k, 10, 1), null))
            .getMessage();
    assertTrue(said.contains("no trainable parameter"), said);
  }

  @Test
  void theMinimumGainDecidesWhenToStopButNotWhichEpochIsBest() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, "chain(dense(4, tanh), dense(3))", "cross-entropy");
    TrainSpec spec =
        new TrainSpec(
            50,
            0,
            Catalogs.parse(Optimizer.class, "sgd(0.05)"),
            List.of(),
            List.of(),
            new EarlyStopping(5, 10),
            11);
    Trainer.Result r = new Trainer(n, spec, rows(k, 60, 1), rows(k, 60, 1)).run();
    assertEquals(6, r.history().size(), "the first epoch and five without a gain of 10");
    assertEquals(6, r.bestEpoch(), "the loss fell in every epoch");
  }

  @Test
  void theRecordedRateIsThatOfTheLastStep() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, "dense(3)", "cross-entropy");
    Trainer.Result r =
        new Trainer(n, spec(2, 0, "sgd(step(0.5, 0.1, 1))", 0), rows(k, 20, 1), null).run();
    assertEquals(0.5, r.history().get(0).rate(), 1e-12);
    assertEquals(0.05, r.history().get(1).rate(), 1e-12);
  }

  @Test
  void batchNormOverSingleRowsIsRemarkedOn() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, LAYERS, "cross-entropy");
    Trainer.Result r = new Trainer(n, spec(2, 1, "sgd(0.01)", 0), rows(k, 20, 1), null).run();
    assertEquals(1, r.remarks().size());
    assertTrue(r.remarks().get(0).contains("batch-norm"), r.remarks().get(0));
    assertTrue(k.allFinite(n.parameters()) && k.allFinite(n.state()));
  }

  @Test
  void anInterruptEndsAValidationToo() {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, LAYERS, "cross-entropy");
    Thread.currentThread().interrupt();
    Trainer t = new Trainer(n, spec(0, 16, "adam", 0), rows(k, 100, 1), null);
    assertThrows(InterruptedException.class, t::run);
    assertTrue(Thread.interrupted());
  }
}
