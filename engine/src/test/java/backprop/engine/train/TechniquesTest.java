// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.augment.Augmentation;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.metric.Metric;
import backprop.engine.metric.Targets;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done around a training step: each technique does what it is for. */
class TechniquesTest {
  private static final String DENSE = "chain(dense(12, tanh), dense(3))";

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
      rows.set(r, x, new float[] {c}, 1 + r % 2);
    }
    return rows;
  }

  private static Network network(Kernels k, int inputs, String layers, String loss) {
    Network n =
        new Network(
            new NetworkSpec(
                Shape.of(inputs),
                Catalogs.parse(Layer.class, layers),
                Catalogs.parse(Loss.class, loss)),
            k);
    n.initialize(7);
    return n;
  }

  private static TrainSpec spec(int epochs, int batch, String optimizer, EarlyStopping stopping) {
    return TrainSpec.of(
        epochs, batch, Catalogs.parse(Optimizer.class, optimizer), List.of(), stopping, 11);
  }

  private static TrainSpec spec(int epochs, int batch, String optimizer) {
    return spec(epochs, batch, optimizer, EarlyStopping.never());
  }

  private static EarlyStopping by(String metric, int patience, boolean restore) {
    return new EarlyStopping(patience, 0, Catalogs.parse(Metric.class, metric), restore);
  }

  private static List<Augmentation> augmentations(String text) {
    return Catalogs.texts().parseList(Augmentation.class, text);
  }

  // ---- accumulation

  @ParameterizedTest
  @ValueSource(
      strings = {"sgd(0.1, momentum=0.9)", "adamw(0.01)", "clip-by-global-norm(0.1, adam)"})
  void accumulatedMinibatchesAreOneLargeBatch(String optimizer) throws InterruptedException {
    Kernels k = new ReferenceBackend().open(1);
    Network large = network(k, 3, DENSE, "cross-entropy");
    Network small = network(k, 3, DENSE, "cross-entropy");
    Trainer.Result a = new Trainer(large, spec(3, 40, optimizer), rows(k, 190, 1), null).run();
    TrainSpec accumulating = spec(3, 10, optimizer).withAccumulation(4);
    Trainer.Result b = new Trainer(small, accumulating, rows(k, 190, 1), null).run();
    assertArrayEquals(large.parameters().toArray(), small.parameters().toArray(), 1e-12);
    for (int e = 0; e < 3; e++) {
      assertEquals(a.history().get(e).trainingLoss(), b.history().get(e).trainingLoss(), 1e-12);
      assertEquals(a.history().get(e).rate(), b.history().get(e).rate());
    }
  }

  @Test
  void minibatchesOfOneStepHaveMasksOfTheirOwn() throws InterruptedException {
    Kernels k = new ReferenceBackend().open(1);
    String layers = "chain(dropout(0.5), dense(3))";
    Network a = network(k, 3, layers, "cross-entropy");
    // the same row again and again: with equal masks two minibatches were one
    Examples same = new Examples(k, 2, 3, 1);
    same.set(0, new float[] {1, 2, 3}, new float[] {1}, 1);
    same.set(1, new float[] {1, 2, 3}, new float[] {1}, 1);
    boolean differs = false;
    for (long seed = 0; seed < 8; seed++) {
      TrainSpec one = spec(1, 1, "sgd(0.1)").withSeed(seed);
      a.initialize(7);
      new Trainer(a, one.withAccumulation(2), same, null).run();
      double[] both = a.parameters().toArray();
      Network b = network(k, 3, layers, "cross-entropy");
      Examples first = new Examples(k, 1, 3, 1);
      first.set(0, new float[] {1, 2, 3}, new float[] {1}, 1);
      new Trainer(b, one, first, null).run();
      differs |= !Arrays.equals(both, b.parameters().toArray());
    }
    assertTrue(differs, "both minibatches had the same masks");
  }

  @Test
  void anInterruptIsSeenBetweenTheMinibatchesOfOneStep() {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, 3, DENSE, "cross-entropy");
    Examples rows = rows(k, 100, 1);
    int[] loads = {0};
    Batches watched =
        new Forwarding(rows) {
          @Override
          public void lossWeights(int[] order, int from, int count, Matrix to) {
            if (++loads[0] == 3) {
              Thread.currentThread().interrupt();
            }
            super.lossWeights(order, from, count, to);
          }
        };
    TrainSpec spec = spec(1, 10, "adam").withAccumulation(10);
    double[] before = n.parameters().toArray();
    try {
      assertThrows(InterruptedException.class, () -> new Trainer(n, spec, watched, null).run());
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(3, loads[0]);
    assertArrayEquals(before, n.parameters().toArray());
  }

  /** Hands everything on. */
  private abstract static class Forwarding implements Batches {
    private final Batches rows;

    Forwarding(Batches rows) {
      this.rows = rows;
    }

    @Override
    public int rows() {
      return rows.rows();
    }

    @Override
    public double totalWeight() {
      return rows.totalWeight();
    }

    @Override
    public void inputs(int[] order, int from, int count, Matrix to) {
      rows.inputs(order, from, count, to);
    }

    @Override
    public void targets(int[] order, int from, int count, Matrix to) {
      rows.targets(order, from, count, to);
    }

    @Override
    public void lossWeights(int[] order, int from, int count, Matrix to) {
      rows.lossWeights(order, from, count, to);
    }

    @Override
    public double weightedSum(int[] order, int from, int count, Program program) {
      return rows.weightedSum(order, from, count, program);
    }

    @Override
    public double weight(int[] order, int from, int count) {
      return rows.weight(order, from, count);
    }
  }

  // ---- metrics

  @ParameterizedTest
  @ValueSource(strings = {"accuracy", "error-rate", "auc", "kappa", "log-loss"})
  void stopsByAndRestoresTheBestOfAnyMetric(String text) throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Metric metric = Catalogs.parse(Metric.class, text);
    Network n = network(k, 3, DENSE, "cross-entropy");
    Examples validation = rows(k, 100, 2);
    TrainSpec spec = spec(200, 16, "adam(0.05)", by(text, 4, true));
    Trainer.Result r = new Trainer(n, spec, rows(k, 60, 1), validation).run();
    assertEquals("no better validation " + text + " in 4 epochs", r.stopReason());
    double best = r.history().get(r.bestEpoch() - 1).score();
    for (EpochRecord e : r.history()) {
      assertTrue(metric.largerIsBetter() ? e.score() <= best : e.score() >= best, "" + e);
    }
    assertEquals(r.bestEpoch() + 4, r.history().size());
    Evaluation again = new Evaluation(n, metric, Targets.classes(Targets.Form.INDEX), 100, 100);
    double loss = again.judge(validation, IntStream.range(0, 100).toArray(), () -> {});
    assertEquals(best, again.score());
    assertEquals(r.history().get(r.bestEpoch() - 1).validationLoss(), loss);
  }

  @Test
  void withoutRestorationTheLastWeightsStay() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, 3, DENSE, "cross-entropy");
    TrainSpec spec = spec(200, 16, "adam(0.05)", by("accuracy", 4, false));
    Trainer.Result r = new Trainer(n, spec, rows(k, 60, 1), rows(k, 100, 2)).run();
    assertEquals(r.history().size(), r.bestEpoch());
    Network again = network(k, 3, DENSE, "cross-entropy");
    new Trainer(again, spec(r.history().size(), 16, "adam(0.05)"), rows(k, 60, 1), null).run();
    assertArrayEquals(again.parameters().toArray(), n.parameters().toArray());
  }

  @Test
  void withoutValidationRowsTheTrainingRowsAreJudged() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, 3, DENSE, "cross-entropy");
    TrainSpec spec = spec(300, 16, "adam(0.05)", by("accuracy", 5, true));
    Trainer.Result r = new Trainer(n, spec, rows(k, 60, 1), null).run();
    assertEquals("no better training accuracy in 5 epochs", r.stopReason());
    assertTrue(r.history().get(r.history().size() - 1).score() > 0.9);
    assertTrue(Double.isNaN(r.history().get(0).validationLoss()));
  }

  @Test
  void aMetricThatDoesNotFitIsRefusedAndOneThatIsNotDefinedIsReplaced()
      throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, 3, DENSE, "cross-entropy");
    TrainSpec rmse = spec(3, 16, "adam", by("rmse", 0, true));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new Trainer(n, rmse, rows(k, 60, 1), null));
    assertEquals("the metric rmse is for numbers, but the targets are classes", e.getMessage());
    Examples oneClass = new Examples(k, 2, 3, 1);
    oneClass.set(0, new float[] {1, 2, 3}, new float[] {2}, 1);
    oneClass.set(1, new float[] {1, 0, 3}, new float[] {2}, 1);
    TrainSpec auc = spec(3, 16, "adam", by("auc", 0, true));
    Trainer.Result r = new Trainer(n, auc, rows(k, 60, 1), oneClass).run();
    assertEquals(1, r.remarks().size());
    assertTrue(r.remarks().get(0).startsWith("the metric auc is not defined on the validation"));
    assertEquals(3, r.history().size());
  }

  // ---- time limit

  @Test
  void aTimeLimitCutsTheFirstEpochAndLeavesAUsableModel() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, 3, DENSE, "cross-entropy");
    double[] before = n.parameters().toArray();
    TrainSpec spec = spec(5, 1, "adam").withTimeLimit(1e-9);
    Trainer.Result r = new Trainer(n, spec, rows(k, 500, 1), rows(k, 50, 2)).run();
    assertEquals("time limit of 0.000000001 s reached", r.stopReason());
    assertEquals(1, r.history().size());
    assertEquals(1, r.bestEpoch());
    assertFalse(Arrays.equals(before, n.parameters().toArray()), "no step was taken");
    assertTrue(Double.isFinite(r.history().get(0).validationLoss()));
    assertTrue(k.allFinite(n.parameters()));
  }

  @Test
  void whatDivergesWhenTheTimeIsUpIsTakenBack() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n = network(k, 3, "chain(dense(20, relu), dense(1))", "mean-squared-error");
    double[] before = n.parameters().toArray();
    TrainSpec spec = spec(5, 8, "sgd(1e9)").withTimeLimit(1e-9);
    Trainer.Result r = new Trainer(n, spec, rows(k, 64, 1), null).run();
    assertEquals(0, r.bestEpoch());
    assertArrayEquals(before, n.parameters().toArray());
    assertTrue(r.remarks().get(0).contains("when its time was up"), r.remarks().get(0));
    assertTrue(r.stopReason().startsWith("time limit of"), r.stopReason());
  }

  @Test
  void withTimeEnoughNothingChanges() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network a = network(k, 3, DENSE, "cross-entropy");
    Network b = network(k, 3, DENSE, "cross-entropy");
    Trainer.Result r =
        new Trainer(a, spec(3, 16, "adam").withTimeLimit(1e6), rows(k, 60, 1), null).run();
    new Trainer(b, spec(3, 16, "adam"), rows(k, 60, 1), null).run();
    assertEquals("all epochs done", r.stopReason());
    assertArrayEquals(b.parameters().toArray(), a.parameters().toArray());
  }

  @Test
  void theSpecDescribesItself() {
    TrainSpec spec =
        spec(9, 32, "adam", new EarlyStopping(5, 0.01, Catalogs.parse(Metric.class, "auc"), true))
            .withAccumulation(4)
            .withMixup(0.2)
            .withAugmentations(augmentations("shift(0.2), smote"))
            .withTimeLimit(60);
    assertEquals(
        "batch 32, accumulate 4, mixup 0.2, shift(0.2), smote, metric auc, patience 5, minimum gain"
            + " 0.01, time limit 60 s",
        spec.describe());
    assertEquals("full batch, metric loss", spec(9, 0, "adam").describe());
  }
}
