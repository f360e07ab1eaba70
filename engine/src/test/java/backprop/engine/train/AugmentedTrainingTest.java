// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.augment.Augmentation;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.metric.Metric;
import backprop.engine.metric.Targets;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on mixed and augmented rows: each technique does what it is for. */
class AugmentedTrainingTest {
  private static final int SIDE = 12;
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

  private static List<Augmentation> augmentations(String text) {
    return Catalogs.texts().parseList(Augmentation.class, text);
  }

  /** Lines at one place are learned; moved ones are recognized only by who has seen moved ones. */
  @Test
  void shiftMakesADenseNetworkTolerantOfShifts() throws InterruptedException {
    Kernels k = new JavaBackend().open(2);
    double plain = onMovedLines(k, "none");
    double shifted = onMovedLines(k, "shift(0.25)");
    double cropped = onMovedLines(k, "crop(3)");
    assertTrue(shifted > plain + 0.15, plain + " without, " + shifted + " with shift");
    assertTrue(cropped > plain + 0.15, plain + " without, " + cropped + " with crop");
  }

  private static double onMovedLines(Kernels k, String augmentation) throws InterruptedException {
    Layer first = Catalogs.parse(Layer.class, "dense(48, relu)");
    Layer last = Catalogs.parse(Layer.class, "dense(2)");
    Layer body =
        (g, x) ->
            g.scoped(
                "b",
                () ->
                    last.apply(
                        g,
                        g.scoped("a", () -> first.apply(g, g.reshape(x, Shape.of(SIDE * SIDE))))));
    Network n =
        new Network(
            new NetworkSpec(
                Shape.of(SIDE, SIDE, 1), body, Catalogs.parse(Loss.class, "cross-entropy")),
            k);
    n.initialize(7);
    TrainSpec spec = spec(60, 16, "adam(0.005)").withAugmentations(augmentations(augmentation));
    new Trainer(n, spec, lines(k, 100, 0, 1), null).run();
    Evaluation e =
        new Evaluation(
            n,
            Catalogs.parse(Metric.class, "accuracy"),
            Targets.classes(Targets.Form.INDEX),
            400,
            400);
    e.judge(lines(k, 400, 3, 2), IntStream.range(0, 400).toArray(), () -> {});
    return e.score();
  }

  /** A horizontal or a vertical line about the middle of a noisy image, moved by up to so much. */
  private static Examples lines(Kernels k, int n, int move, long seed) {
    RandomStream random = new RandomStream(seed);
    Examples rows = new Examples(k, n, SIDE * SIDE, 1);
    float[] x = new float[SIDE * SIDE];
    for (int r = 0; r < n; r++) {
      int c = random.nextInt(2);
      int place = SIDE / 2 + random.nextInt(2 * move + 1) - move;
      int start = 3 + random.nextInt(2 * move + 1) - move;
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (0.2 * random.nextGaussian());
      }
      for (int i = start; i < start + SIDE - 6; i++) {
        x[c == 0 ? place * SIDE + i : i * SIDE + place] += 1;
      }
      rows.set(r, x, new float[] {c}, 1);
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "cross-entropy, 3",
    "cross-entropy(0.1), 3",
    "mean-squared-error, 1",
    "huber, 1",
    "binary-cross-entropy, 1"
  })
  void mixupTrainsWithAnyLoss(String loss, int outputs) throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Examples rows = rows(k, 200, 1);
    String layers = "chain(dense(12, tanh), dense(" + outputs + "))";
    Network n = network(k, 3, layers, loss);
    if (loss.startsWith("binary")) {
      double[] t = rows.targets().toArray();
      rows.targets().set(Arrays.stream(t).map(x -> Math.min(1, x)).toArray());
    }
    Evaluation evaluation =
        new Evaluation(n, Catalogs.parse(Metric.class, "loss"), Targets.numbers(), 200, 200);
    int[] all = IntStream.range(0, 200).toArray();
    double before = evaluation.judge(rows, all, () -> {});
    new Trainer(n, spec(40, 16, "adam(0.02)").withMixup(0.3), rows, null).run();
    double after = evaluation.judge(rows, all, () -> {});
    assertTrue(after < 0.75 * before, before + " -> " + after);
  }

  /** With alpha near 0 lambda is 0 or 1, and a mixture is one of its two rows, target included. */
  @Test
  void mixupOfNothingIsPlainTraining() throws InterruptedException {
    Kernels k = new ReferenceBackend().open(1);
    Network mixed = network(k, 3, DENSE, "cross-entropy");
    Network plain = network(k, 3, DENSE, "cross-entropy");
    TrainSpec spec = spec(1, 0, "sgd(0.5)");
    new Trainer(mixed, spec.withMixup(1e-6), rows(k, 50, 1), null).run();
    new Trainer(plain, spec, rows(k, 50, 1), null).run();
    assertArrayEquals(plain.parameters().toArray(), mixed.parameters().toArray(), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise(0.2), swap-noise(0.2)", "smote", "none"})
  void threadsDoNotChangeABit(String text) throws InterruptedException {
    double[] one = null;
    for (int threads : new int[] {1, 2, 3}) {
      try (Kernels k = new JavaBackend().open(threads)) {
        Network n =
            network(k, 3, "chain(dense(65, relu), dropout(0.3), dense(3))", "cross-entropy");
        TrainSpec spec =
            spec(2, 64, "adamw(0.01)")
                .withAugmentations(augmentations(text))
                .withMixup(0.4)
                .withAccumulation(2);
        new Trainer(n, spec, rows(k, 500, 3), null).run();
        double[] w = n.parameters().toArray();
        one = one == null ? w : one;
        assertArrayEquals(one, w, threads + " threads");
      }
    }
  }

  /** Columns that only the training rows agree in: swap noise keeps the network from using them. */
  @Test
  void swapNoiseNarrowsTheGapBetweenTrainingAndOtherRows() throws InterruptedException {
    Kernels k = new JavaBackend().open(2);
    double plain = gap(k, "none");
    double noisy = gap(k, "swap-noise(0.3)");
    assertTrue(noisy < 0.6 * plain, "gap " + plain + " without, " + noisy + " with swap noise");
  }

  private static double gap(Kernels k, String augmentation) throws InterruptedException {
    Examples training = labels(k, 60, 1);
    Examples others = labels(k, 400, 2);
    Network n = network(k, 12, "chain(dense(64, relu), dense(2))", "cross-entropy");
    TrainSpec spec = spec(80, 16, "adam(0.01)").withAugmentations(augmentations(augmentation));
    new Trainer(n, spec, training, null).run();
    Evaluation e =
        new Evaluation(n, Catalogs.parse(Metric.class, "loss"), Targets.numbers(), 400, 400);
    double seen = e.judge(training, IntStream.range(0, 60).toArray(), () -> {});
    return e.judge(others, IntStream.range(0, 400).toArray(), () -> {}) - seen;
  }

  /** Twelve columns, each of which says a little about the class. */
  private static Examples labels(Kernels k, int n, long seed) {
    RandomStream random = new RandomStream(seed);
    Examples rows = new Examples(k, n, 12, 1);
    float[] x = new float[12];
    for (int r = 0; r < n; r++) {
      int c = random.nextInt(2);
      for (int i = 0; i < 12; i++) {
        x[i] = (float) (0.4 * (2 * c - 1) + random.nextGaussian());
      }
      rows.set(r, x, new float[] {c}, 1);
    }
    return rows;
  }

  @Test
  void smoteRaisesTheRecallOfARareClass() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    double plain = balanced(k, "none");
    double smote = balanced(k, "smote(5)");
    assertTrue(smote > plain + 0.05, plain + " without, " + smote + " with smote");
  }

  private static double balanced(Kernels k, String augmentation) throws InterruptedException {
    Network n = network(k, 2, "chain(dense(8, tanh), dense(2))", "cross-entropy");
    TrainSpec spec = spec(40, 32, "adam(0.01)").withAugmentations(augmentations(augmentation));
    Trainer.Result r = new Trainer(n, spec, rare(k, 600, 1), null).run();
    if (!augmentation.equals("none")) {
      assertTrue(r.remarks().get(0).matches("smote added 4\\d\\d rows to 600"), "" + r.remarks());
    }
    Evaluation e =
        new Evaluation(
            n,
            Catalogs.parse(Metric.class, "balanced-accuracy"),
            Targets.classes(Targets.Form.INDEX),
            1000,
            1000);
    e.judge(rare(k, 1000, 2), IntStream.range(0, 1000).toArray(), () -> {});
    return e.score();
  }

  /** One row of 10 is of class 1, which overlaps with class 0. */
  private static Examples rare(Kernels k, int n, long seed) {
    RandomStream random = new RandomStream(seed);
    Examples rows = new Examples(k, n, 2, 1);
    for (int r = 0; r < n; r++) {
      int c = r % 10 == 0 ? 1 : 0;
      float[] x = {(float) (1.5 * c + random.nextGaussian()), (float) random.nextGaussian()};
      rows.set(r, x, new float[] {c}, 1);
    }
    return rows;
  }

  @Test
  void whatDoesNotFitTheRowsIsRefusedInOneSentence() {
    Kernels k = new JavaBackend().open(1);
    Network classes = network(k, 3, DENSE, "cross-entropy");
    Network numbers = network(k, 3, "dense(1)", "mean-squared-error");
    TrainSpec shift = spec(1, 8, "adam").withAugmentations(augmentations("shift"));
    TrainSpec smote = spec(1, 8, "adam").withAugmentations(augmentations("smote"));
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> new Trainer(classes, shift, rows(k, 9, 1), null));
    assertTrue(e.getMessage().startsWith("the augmentation shift is for images, but"), "" + e);
    e =
        assertThrows(
            IllegalArgumentException.class, () -> new Trainer(numbers, smote, rows(k, 9, 1), null));
    assertEquals(
        "the augmentation smote is for classes, but the targets are numbers", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> shift.withAccumulation(0));
    assertThrows(IllegalArgumentException.class, () -> shift.withMixup(-1));
    assertThrows(IllegalArgumentException.class, () -> shift.withTimeLimit(0));
  }

  /** Twice the rows are twice the steps: what an epoch allocates must not grow with them. */
  @Test
  void aStepOnMixedAndAugmentedRowsAllocatesNothing() throws InterruptedException {
    long few = leastOfAnEpoch(320);
    long many = leastOfAnEpoch(3200);
    assertTrue(many < few + 2000, few + " bytes in 20 minibatches, " + many + " in 200");
  }

  private static long leastOfAnEpoch(int n) throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Kernels k = new JavaBackend().open(1);
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
    TrainSpec spec =
        spec(40, 16, "adam(0.01)")
            .withMixup(0.3)
            .withAccumulation(4)
            .withAugmentations(augmentations("noise(0.1), swap-noise(0.1)"))
            .withTimeLimit(1e6);
    Network network = network(k, 3, DENSE, "cross-entropy");
    new Trainer(network, spec, rows(k, n, 1), null, meter).run();
    return least[0];
  }
}
