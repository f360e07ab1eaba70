// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import backprop.engine.regularize.Regularization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The losses of the first ten epochs of some small networks, which between them use every kind of
 * layer, loss and optimizer wrapper, are those in {@code golden-runs.txt}: whatever changes a
 * number anywhere between the seed and the loss shows here.
 */
class GoldenRunsTest {
  private static final String RESOURCE = "golden-runs.txt";
  private static final int EPOCHS = 10;
  private static final int ROWS = 90;
  private static final int INPUTS = 5;

  /** The network of the runs that are there for their optimizers, which see the same rows. */
  private static final String SMALL = "chain(dense(8, tanh), dropout(0.1), dense(3))";

  private static final int ROWS_OF_SMALL = 100;

  /**
   * Rounding alone moves the losses by less: the elementary functions of the mathematics library
   * may differ in the last bit between versions and processors.
   */
  private static final double EXACT = 1e-10;

  /**
   * A float has 24 bits, a relative rounding error of 6e-8; sums and ten epochs of steps multiply
   * it by ten, and the order of a sum may change that by as much again.
   */
  static final double SINGLE = 1e-5;

  private interface Target {
    void set(float[] input, float[] target, RandomStream noise);
  }

  /** The networks. Every layer, loss and optimizer of the catalogues that has numbers is used. */
  enum Run {
    SOFTMAX(
        "chain(dense(12, relu), batch-norm, dropout(0.2), dense(3))",
        "cross-entropy",
        "adam(0.01)",
        16,
        List.of("l2(1e-3)"),
        1,
        Run::classes),
    SMOOTHED(
        "chain(dense(10, gelu), layer-norm, residual([dense(10, tanh), dropout(0.1)]), dense(3))",
        "cross-entropy(0.1)",
        "clip-by-global-norm(0.5, sgd(cosine(0.2), 0.9, nesterov=true))",
        32,
        List.of(),
        1,
        Run::classes),
    SQUARES(
        "chain(dense(8, tanh), residual([dense(6, elu), layer-norm], projection=true),"
            + " dense(2))",
        "mean-squared-error",
        "rmsprop(0.003)",
        20,
        List.of("elastic-net(1e-3, 1e-3)"),
        2,
        Run::curves),
    ROBUST(
        "chain(batch-norm, dense(9, selu), dense(7, softplus), dense(2))",
        "huber(0.5)",
        "clip-by-value(0.05, adamw(one-cycle(0.02), 0.05))",
        0,
        List.of("l1(1e-3)"),
        2,
        Run::curves),
    SIGMOID(
        "chain(dense(6, leaky-relu(0.1)), dropout(0.5), dense(5, sigmoid), dense(2))",
        "binary-cross-entropy",
        "sgd(exponential(0.5, 0.9), 0.5)",
        1,
        List.of("max-norm(1.5)"),
        2,
        Run::labels),
    NOISY(
        "chain(gaussian-noise(0.1), scale(2), columns(1-4, last), concatenate(glu(6), maxout(6, 3)),"
            + " rms-norm, alpha-dropout(cosine(0.1)), repeat(2, drop-connect(8, tanh, rate=0.2)),"
            + " gaussian-dropout(0.1), add(weight-noise(5, tanh), multiply(dense(5), dense(5))),"
            + " dense(2))",
        "mean-squared-error",
        "adam(0.01)",
        15,
        List.of(),
        2,
        Run::curves),
    SEQUENCE(
        "chain(dense(8), sinusoidal-positions, learned-positions, attention(2, dropout=0.1),"
            + " transformer(2), layer-norm, dense(2))",
        "mean-squared-error",
        "adam(0.01)",
        15,
        List.of(),
        2,
        Run::curves),
    FLAT("sam(0.05, adagrad(0.1))", 16, "orthogonal(0.01)"),
    SLOW("lookahead(3, optimizer=adamax(0.01))", 16, "min-max-norm(0.5, 2)"),
    MEAN("ema(0.9, nadam(0.01))", 16, "unit-norm"),
    PARTS("swa(0.5, radam(0.01))", 16, "non-negative"),
    SIGNS("clip-by-norm(0.5, lion(0.003))", 16, "l2(1e-3)"),
    RATIOS("adaptive-clip(0.1, adadelta)", 16, "l2(1e-3)"),
    NOISE("gradient-noise(0.01, optimizer=decay(0.1, sgd(0.1)))", 16, "l2(1e-3)"),
    RESILIENT("rprop", 0, "l2(1e-3)"),
    DENSITY(
        "chain(dense(8, mish), dense(6, prelu), dense(4))",
        "gaussian-nll",
        "adam(0.01)",
        16,
        List.of(),
        2,
        Run::curves),
    ORDERED(
        "chain(dense(6, swish), shared-score(2))",
        "ordinal",
        "adam(0.02)",
        16,
        List.of(),
        1,
        Run::classes),
    PICTURE(
        "chain(dense(64, tanh), reshape(4, 4, 4), conv2d(4, 3, tanh, padding=same),"
            + " depthwise-conv2d(3, padding=same), separable-conv2d(4, 2), group-norm(2),"
            + " local-response-norm, instance-norm, zero-pad(1), crop(1), upsample(2),"
            + " spatial-dropout(0.1), transposed-conv2d(4, 2), max-pool(2), average-pool(1),"
            + " concatenate(global-max-pool, global-average-pool), dense(3))",
        "cross-entropy",
        "adam(0.003)",
        15,
        List.of(),
        1,
        Run::classes),
    SERIES(
        "chain(dense(24, tanh), reshape(6, 4), masking, conv1d(4, 3, tanh),"
            + " transposed-conv1d(4, 2), bidirectional(gru(4, sequence=true)),"
            + " concatenate(chain(lstm(5, sequence=true), last-step), rnn(5), flatten), dense(2))",
        "mean-squared-error",
        "adam(0.01)",
        15,
        List.of(),
        2,
        Run::curves),
    PENALIZED(
        "chain(contractive(6), activity-penalty(0.01), gaussian-latent(4), dense(5, sigmoid),"
            + " sparsity(0.1), dense(2))",
        "mean-squared-error",
        "adam(0.01)",
        15,
        List.of(),
        2,
        Run::curves),
    MEMBERS(
        "chain(members(3), member-dense(8, tanh), dropout(0.1), member-heads(3))",
        "members(cross-entropy)",
        "adam(0.01)",
        15,
        List.of(),
        1,
        Run::classes);

    private final String layers;
    private final String loss;
    private final String optimizer;
    private final int batch;
    private final List<String> regularizations;
    private final int targets;
    private final Target target;

    Run(
        String layers,
        String loss,
        String optimizer,
        int batch,
        List<String> regularizations,
        int targets,
        Target target) {
      this.layers = layers;
      this.loss = loss;
      this.optimizer = optimizer;
      this.batch = batch;
      this.regularizations = regularizations;
      this.targets = targets;
      this.target = target;
    }

    /** One more optimizer on a small network of its own. */
    Run(String optimizer, int batch, String regularization) {
      this(SMALL, "cross-entropy", optimizer, batch, List.of(regularization), 1, Run::classes);
    }

    /** The class is the index of the largest of the first three inputs, with noise. */
    private static void classes(float[] x, float[] y, RandomStream noise) {
      int largest = 0;
      for (int i = 1; i < 3; i++) {
        largest = x[i] > x[largest] ? i : largest;
      }
      y[0] = noise.nextInt(10) == 0 ? noise.nextInt(3) : largest;
    }

    private static void curves(float[] x, float[] y, RandomStream noise) {
      y[0] = (float) (x[0] * x[1] + 0.1 * noise.nextGaussian());
      y[1] = (float) (Math.abs(x[2]) - x[3] + 0.1 * noise.nextGaussian());
    }

    private static void labels(float[] x, float[] y, RandomStream noise) {
      y[0] = x[0] + x[1] > 0 ? 1 : 0;
      y[1] = x[2] * x[3] > 0 ? 1 : 0;
    }

    private Examples rows(Kernels k) {
      RandomStream random =
          new RandomStream(RandomStream.key(5, layers.equals(SMALL) ? ROWS_OF_SMALL : ordinal()));
      Examples rows = new Examples(k, ROWS, INPUTS, targets);
      float[] x = new float[INPUTS];
      float[] y = new float[targets];
      for (int r = 0; r < ROWS; r++) {
        for (int i = 0; i < INPUTS; i++) {
          x[i] = (float) random.nextGaussian();
        }
        target.set(x, y, random);
        rows.set(r, x, y, 1 + r % 3 * 0.5);
      }
      return rows;
    }

    private TrainSpec spec() {
      return TrainSpec.of(
          EPOCHS,
          batch,
          Catalogs.parse(Optimizer.class, optimizer),
          regularizations.stream().map(t -> Catalogs.parse(Regularization.class, t)).toList(),
          EarlyStopping.never(),
          17);
    }

    /**
     * What is recorded; for a sequence, the inputs are its steps, and the outputs one example's.
     */
    private Layer body() {
      Layer body = Catalogs.parse(Layer.class, layers);
      return this != SEQUENCE
          ? body
          : (g, x) -> {
            Value y = body.apply(g, g.reshape(x, Shape.of(INPUTS, 1)));
            Value all = g.reshape(y, Shape.of(y.shape().elements()));
            return g.scoped("last", () -> new Dense(targets).apply(g, all));
          };
    }

    double[] losses(String backend) {
      try (Kernels k = Backends.choose(backend).backend().open(1)) {
        Network network =
            new Network(
                new NetworkSpec(Shape.of(INPUTS), body(), Catalogs.parse(Loss.class, loss)), k);
        network.initialize(23);
        List<EpochRecord> history = new Trainer(network, spec(), rows(k), null).run().history();
        return history.stream().mapToDouble(EpochRecord::trainingLoss).toArray();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Run.class)
  void theReferenceGivesTheGoldenLosses(Run run) throws IOException {
    check(run, "reference", EXACT);
  }

  @ParameterizedTest
  @EnumSource(Run.class)
  void theFastBackendGivesThemWithinFloatPrecision(Run run) throws IOException {
    check(run, "java", SINGLE);
  }

  @Tag("vector")
  @ParameterizedTest
  @EnumSource(Run.class)
  void theVectorBackendGivesThemWithinFloatPrecision(Run run) throws IOException {
    check(run, "vector", SINGLE);
  }

  static void check(Run run, String backend, double tolerance) throws IOException {
    double[] golden = golden(run);
    double[] losses = run.losses(backend);
    for (int e = 0; e < EPOCHS; e++) {
      assertEquals(
          golden[e],
          losses[e],
          tolerance * golden[e],
          () -> run + " on " + backend + ": the losses are now\n" + line(run, losses));
    }
  }

  /** A golden file that no longer learns would be worthless. */
  @ParameterizedTest
  @EnumSource(Run.class)
  void theLossFalls(Run run) throws IOException {
    double[] golden = golden(run);
    assertTrue(golden[EPOCHS - 1] < golden[0], () -> Arrays.toString(golden));
  }

  @Test
  void everyLayerAndLossAndOptimizerIsUsed() {
    StringBuilder used = new StringBuilder();
    for (Run run : Run.values()) {
      used.append(String.join(" ", run.layers, run.loss, run.optimizer));
      used.append(run.regularizations);
    }
    // one for each way of computing: the loss contract has the formulas of the others
    List<String> losses =
        List.of(
            "cross-entropy",
            "binary-cross-entropy",
            "mean-squared-error",
            "huber",
            "gaussian-nll",
            "ordinal");
    assertUsed(used, Loss.class, losses::contains);
    assertUsed(used, Optimizer.class, o -> true);
    assertUsed(used, Regularization.class, r -> true);
    // lookups take indices, not these numbers; they have tests of their own
    assertUsed(
        used, Layer.class, l -> !List.of("activation", "embedding", "embeddings").contains(l));
  }

  private static <T> void assertUsed(
      CharSequence used, Class<T> kind, Function<String, Boolean> wanted) {
    List<String> unused = new ArrayList<>();
    Catalogs.texts().catalog(kind).entries().stream()
        .map(e -> e.name())
        .filter(n -> wanted.apply(n) && !used.toString().contains(n))
        .forEach(unused::add);
    assertEquals(List.of(), unused, kind.getSimpleName());
  }

  private static String line(Run run, double[] losses) {
    StringBuilder s = new StringBuilder(run.name().toLowerCase(Locale.ROOT));
    for (double loss : losses) {
      s.append(' ').append(loss);
    }
    return s.toString();
  }

  private static double[] golden(Run run) throws IOException {
    try (InputStream in = GoldenRunsTest.class.getResourceAsStream(RESOURCE)) {
      String name = run.name().toLowerCase(Locale.ROOT) + ' ';
      double[] losses =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(l -> l.startsWith(name))
              .flatMap(l -> Arrays.stream(l.substring(name.length()).split(" ")))
              .mapToDouble(Double::parseDouble)
              .toArray();
      assertArrayEquals(new int[] {EPOCHS}, new int[] {losses.length}, "losses of " + run);
      return losses;
    }
  }
}
