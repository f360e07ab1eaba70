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
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.metric.Targets;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimization;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on compact rows is training on the same rows as floats. */
final class CompactExamplesTest {
  private static final int COLUMNS = 40;
  private static final long PLENTY = 1L << 40;
  private static final Targets CLASSES = Targets.classes(Targets.Form.INDEX);
  private static final float[] USUAL = usual();

  @TempDir Path directory;

  private static float[] usual() {
    float[] usual = new float[COLUMNS];
    for (int j = 0; j < COLUMNS; j += 3) {
      usual[j] = -0.1f * j;
    }
    return usual;
  }

  /** A few elements are not usual; their sum decides the class. */
  private static float[] input(int r) {
    RandomStream random = new RandomStream(RandomStream.key(1, r));
    float[] x = USUAL.clone();
    for (int i = 0; i < 4; i++) {
      int j = random.nextInt(COLUMNS);
      x[j] = i < 2 ? (float) random.nextGaussian() : 1;
    }
    return x;
  }

  private static float[] target(int r) {
    double sum = 0;
    for (float x : input(r)) {
      sum += x;
    }
    return new float[] {sum < -18 ? 0 : sum < -16 ? 1 : 2};
  }

  private static double weight(int r) {
    return r % 5 == 0 ? 2 : 1;
  }

  private static Examples floats(Kernels k, int from, int rows) {
    Examples e = new Examples(k, rows, COLUMNS, 1).described(CLASSES);
    for (int r = 0; r < rows; r++) {
      e.set(r, input(from + r), target(from + r), weight(from + r));
    }
    return e;
  }

  private static CompactExamples filled(CompactExamples e, int from, int rows) {
    for (int r = 0; r < rows; r++) {
      e.add(input(from + r), target(from + r), weight(from + r));
    }
    return e.described(CLASSES).ready();
  }

  private CompactExamples packed(Kernels k, int from, int rows, long budget) {
    return filled(CompactExamples.packed(k, COLUMNS, new int[0], 1, budget, directory), from, rows);
  }

  private CompactExamples sparse(Kernels k, int from, int rows, long budget) {
    return filled(
        CompactExamples.sparse(k, USUAL, 4, new int[0], 1, budget, directory), from, rows);
  }

  private static Network network(Kernels k, String layers) {
    Network n =
        new Network(
            new NetworkSpec(
                Shape.of(COLUMNS), Catalogs.parse(Layer.class, layers), new CrossEntropy(0)),
            k);
    n.initialize(3);
    return n;
  }

  private static TrainSpec spec(String optimizer, String augment, double mixup) {
    return TrainSpec.of(
            3,
            32,
            Catalogs.parse(Optimization.class, optimizer),
            List.of(),
            new EarlyStopping(0, 0),
            11)
        .withMinibatches(
            new MinibatchOptions(
                optimizer.equals("adam") ? 2 : 1,
                mixup,
                Catalogs.texts().parseList(Augmentation.class, augment)));
  }

  private static double[] train(Network n, TrainSpec spec, Batches rows, Batches validation)
      throws InterruptedException {
    new Trainer(n, spec, rows, validation).run();
    return n.parameters().toArray();
  }

  private interface Made {
    Batches rows(Kernels k, int from, int rows);
  }

  private static double[] trained(Made made, String layers, TrainSpec spec, int threads)
      throws InterruptedException {
    try (Kernels k = new JavaBackend().open(threads)) {
      return train(network(k, layers), spec, made.rows(k, 0, 900), made.rows(k, 900, 200));
    }
  }

  /** Bits are the same, whatever is done to the rows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "adam; none; 0",
        "adam; none; 0.3",
        "adam; swap-noise(0.2); 0",
        "adam; smote; 0",
        "sam(0.05, adam); none; 0",
        "lbfgs; none; 0",
        "newton-cg; none; 0"
      })
  void packedRowsGiveTheSameBits(String text) throws InterruptedException {
    String[] parts = text.split("; ");
    TrainSpec spec = spec(parts[0], parts[1], Double.parseDouble(parts[2]));
    String layers = "chain(dense(16, tanh), dense(3))";
    double[] want = trained(CompactExamplesTest::floats, layers, spec, 1);
    assertArrayEquals(want, trained((k, f, n) -> packed(k, f, n, PLENTY), layers, spec, 1));
    assertArrayEquals(want, trained((k, f, n) -> packed(k, f, n, PLENTY), layers, spec, 3));
  }

  /** Where the first layer is no product, sparse rows are unpacked, and bits are the same. */
  @Test
  void sparseRowsBeforeAnotherLayerGiveTheSameBits() throws InterruptedException {
    for (String layers : List.of("chain(dropout(0.2), dense(3))", "chain(layer-norm, dense(3))")) {
      TrainSpec spec = spec("adam", "none", 0);
      double[] want = trained(CompactExamplesTest::floats, layers, spec, 1);
      assertArrayEquals(want, trained((k, f, n) -> sparse(k, f, n, PLENTY), layers, spec, 2));
    }
  }

  /** The sparse product adds in another order, so all but the last bits are the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {"adam; none; 0", "adam; none; 0.3", "adam; smote; 0", "newton-cg; none; 0"})
  void sparseRowsGiveTheSameNumbers(String text) throws InterruptedException {
    String[] parts = text.split("; ");
    TrainSpec spec = spec(parts[0], parts[1], Double.parseDouble(parts[2]));
    String layers = "chain(dense(16, tanh), dense(3))";
    double[] want = trained(CompactExamplesTest::floats, layers, spec, 1);
    double[] got = trained((k, f, n) -> sparse(k, f, n, PLENTY), layers, spec, 1);
    assertArrayEquals(want, got, 2e-3);
    assertArrayEquals(got, trained((k, f, n) -> sparse(k, f, n, PLENTY), layers, spec, 3));
  }

  @Test
  void oneStepOfASparseProductIsThatOfTheDenseOne() {
    try (Kernels k = new JavaBackend().open(2)) {
      Network n = network(k, "chain(concatenate(dense(70, tanh), dense(5)), dense(3))");
      Matrix dense = n.newVector();
      Matrix sparse = n.newVector();
      Program a = n.trainingProgram(dense, 64);
      Program b = n.trainingProgram(sparse, 64);
      assertTrue(a.sparseInputAllowed());
      int[] order = new int[64];
      for (int i = 0; i < order.length; i++) {
        order[i] = 7 * i % 100;
      }
      floats(k, 0, 100).load(order, 0, 64, a);
      sparse(k, 0, 100, PLENTY).load(order, 0, 64, b);
      k.fill(Double.NaN, b.input());
      for (Program p : List.of(a, b)) {
        p.forward();
        p.backward(false);
        p.forward();
        p.backward(true);
      }
      assertArrayEquals(a.loss().toArray(), b.loss().toArray(), 1e-5);
      assertArrayEquals(dense.toArray(), sparse.toArray(), 1e-5);
    }
  }

  @Test
  void programsThatTakeSparseInputs() {
    try (Kernels k = new JavaBackend().open(1)) {
      for (String layers :
          List.of(
              "dropout(0.1)",
              "residual(dense(40))",
              "columns(1-20)",
              "concatenate(dense(4), layer-norm)")) {
        Network n = network(k, "chain(" + layers + ", dense(3))");
        Program p = n.trainingProgram(n.newVector(), 8);
        assertFalse(p.sparseInputAllowed(), layers);
        assertThrows(
            IllegalStateException.class,
            () ->
                p.sparseInput(
                    new backprop.engine.backend.SparseMatrix(
                        Matrix.of(k.allocate(COLUMNS), 1, COLUMNS))));
      }
      Network n = network(k, "chain(dense(4), dropout(0.1), dense(3))");
      assertTrue(n.evaluationProgram(8).sparseInputAllowed());
    }
  }

  @Test
  void rowsInAFileGiveTheSameWhateverTheThreads() throws Exception {
    long budget = 40_000;
    TrainSpec spec = spec("adam", "none", 0);
    String layers = "chain(dense(16, tanh), dense(3))";
    double[][] got = new double[4][];
    for (int i = 0; i < 4; i++) {
      boolean packed = i < 2;
      try (Kernels k = new JavaBackend().open(1 + 2 * (i & 1));
          CompactExamples rows = packed ? packed(k, 0, 3000, budget) : sparse(k, 0, 3000, budget);
          CompactExamples validation =
              packed ? packed(k, 3000, 1500, budget) : sparse(k, 3000, 1500, budget)) {
        String remark = rows.remark().orElseThrow();
        assertTrue(
            remark.startsWith("3000 rows take 0.") && remark.contains(directory.toString()),
            remark);
        got[i] = train(network(k, layers), spec, rows, validation);
        double learned = accuracy(network(k, layers), got[i], k);
        assertTrue(learned > 0.7, "accuracy " + learned);
      }
      assertEquals(0, files());
    }
    assertArrayEquals(got[0], got[1]);
    assertArrayEquals(got[2], got[3]);
  }

  private static double accuracy(Network n, double[] parameters, Kernels k) {
    n.parameters().set(parameters);
    Program p = n.scoringProgram(500);
    int[] order = new int[500];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    floats(k, 5000, 500).load(order, 0, 500, p);
    p.forward();
    double[] chances = p.prediction().toArray();
    int right = 0;
    for (int i = 0; i < 500; i++) {
      int best = 0;
      for (int c = 1; c < 3; c++) {
        best = chances[3 * i + c] > chances[3 * i + best] ? c : best;
      }
      right += best == target(5000 + i)[0] ? 1 : 0;
    }
    return right / 500.0;
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.count();
    }
  }

  /** Files of the test directory that this process has open, where the system tells. */
  private long open() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    long count = 0;
    try (Stream<Path> all = Files.list(descriptors)) {
      for (Path p : all.toList()) {
        try {
          count += Files.readSymbolicLink(p).toString().startsWith(directory.toString()) ? 1 : 0;
        } catch (IOException e) {
          // closed in the meantime
        }
      }
    }
    return count;
  }

  @Test
  void aFileIsGoneAfterSuccessFailureAndInterrupt() throws Exception {
    for (String end : List.of("success", "failure", "interrupt")) {
      try (Kernels k = new JavaBackend().open(1);
          CompactExamples rows = packed(k, 0, 3000, 40_000)) {
        assertTrue(!Files.isDirectory(Path.of("/proc/self/fd")) || open() == 1, end);
        Network n = network(k, "dense(3)");
        TrainSpec spec = spec("adam", "none", 0);
        if (end.equals("failure")) {
          n.parameters().set(nan(n.parameters().size()));
          assertThrows(
              IllegalArgumentException.class, () -> new Trainer(n, spec, rows, null).run());
        } else if (end.equals("interrupt")) {
          Trainer t =
              new Trainer(
                  n,
                  spec,
                  rows,
                  null,
                  e -> {
                    if (e instanceof TrainingEvent.EpochDone) {
                      Thread.currentThread().interrupt();
                    }
                  });
          assertThrows(InterruptedException.class, t::run);
          // Reading goes on although the thread is interrupted: only training ends.
          float[] x = new float[COLUMNS];
          Matrix m = Matrix.of(k.allocate(COLUMNS), 1, COLUMNS);
          rows.inputs(new int[] {17}, 0, 1, m);
          m.buffer().read(0, x, 0, COLUMNS);
          assertArrayEquals(input(17), x);
          assertTrue(Thread.interrupted());
        } else {
          new Trainer(n, spec, rows, null).run();
        }
      }
      assertEquals(0, files(), end);
      assertEquals(0, open(), end);
    }
  }

  private static double[] nan(int n) {
    double[] all = new double[n];
    java.util.Arrays.fill(all, Double.NaN);
    return all;
  }

  @Test
  void oversamplingOfRowsInAFileIsRefused() {
    try (Kernels k = new JavaBackend().open(1);
        CompactExamples rows = packed(k, 0, 3000, 40_000)) {
      String said =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new Trainer(network(k, "dense(3)"), spec("adam", "smote", 0), rows, null))
              .getMessage();
      assertTrue(said.contains("exceed the memory budget: raise it"), said);
    }
  }

  @Test
  void loadingAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    try (Kernels k = new JavaBackend().open(1);
        CompactExamples a = packed(k, 0, 3000, PLENTY);
        CompactExamples b = sparse(k, 0, 3000, PLENTY);
        CompactExamples c = packed(k, 0, 3000, 40_000)) {
      Network n = network(k, "dense(3)");
      Program p = n.trainingProgram(n.newVector(), 32);
      int[] order = new int[3000];
      for (CompactExamples e : List.of(a, b, c)) {
        e.shuffle(order, new RandomStream(1));
        for (int round = 0; round < 20; round++) {
          pass(e, order, p);
        }
        long before = threads.getThreadAllocatedBytes(id);
        pass(e, order, p);
        long bytes = threads.getThreadAllocatedBytes(id) - before;
        // A block of 4 rows that is read makes a few views of a buffer.
        assertTrue(bytes < (e == c ? 200 * 3000 / 4 : 1000), bytes + " bytes");
      }
    }
  }

  private static void pass(CompactExamples e, int[] order, Program p) {
    for (int from = 0; from + 32 <= order.length; from += 32) {
      e.load(order, from, 32, p);
      p.forward();
      p.backward(false);
    }
  }
}
