// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.bench;

import backprop.engine.activation.Relu;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.metric.Targets;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimization;
import backprop.engine.train.CompactExamples;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Training time and memory against the number of rows: generated rows of 30 numbers, 20 of them all
 * different, 10 with 16 values; a network 30-64-2, Adam, minibatches of 256. Time should grow
 * linearly, and memory not at all once the rows exceed the budget.
 *
 * <pre>
 *   java -Xmx1g -cp ... backprop.engine.bench.LargeData 256 2 10000 100000 1000000 10000000
 * </pre>
 */
public final class LargeData {
  private static final int COLUMNS = 30;
  private static final int NUMBERS = 20;
  private static final int BATCH = 256;
  private static final int EPOCHS = 2;

  private LargeData() {}

  /**
   * Runs.
   *
   * @param arguments megabytes of the memory budget, threads, numbers of rows
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long budget = Long.parseLong(arguments[0]) << 20;
    int threads = Integer.parseInt(arguments[1]);
    run(20_000, budget, threads);
    System.out.printf(
        "%10s %9s %9s %10s %12s %8s %8s %9s%n",
        "rows", "encode s", "epoch s", "rows/s", "encoded MB", "in file", "rss MB", "loss");
    for (int i = 2; i < arguments.length; i++) {
      System.out.println(run(Integer.parseInt(arguments[i]), budget, threads));
    }
  }

  private static String run(int rows, long budget, int threads)
      throws IOException, InterruptedException {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    try (Kernels k = new JavaBackend().open(threads);
        CompactExamples examples =
            CompactExamples.packed(k, COLUMNS, new int[0], 1, budget, directory)) {
      long start = System.nanoTime();
      fill(examples, rows);
      double encode = (System.nanoTime() - start) / 1e9;
      Network network =
          new Network(
              new NetworkSpec(
                  Shape.of(COLUMNS),
                  new Chain(List.of(new Dense(64, new Relu()), new Dense(2))),
                  new CrossEntropy(0)),
              k);
      network.initialize(1);
      TrainSpec spec =
          TrainSpec.of(
              EPOCHS,
              BATCH,
              Catalogs.parse(Optimization.class, "adam"),
              List.of(),
              new EarlyStopping(0, 0),
              1);
      long[] ends = new long[EPOCHS + 1];
      double[] loss = new double[1];
      Trainer trainer =
          new Trainer(
              network,
              spec,
              examples,
              null,
              e -> {
                if (e instanceof TrainingEvent.Started) {
                  ends[0] = System.nanoTime();
                }
                if (e instanceof TrainingEvent.EpochDone d) {
                  ends[d.record().epoch()] = System.nanoTime();
                  loss[0] = d.record().trainingLoss();
                }
              });
      trainer.run();
      double epoch = (ends[EPOCHS] - ends[EPOCHS - 1]) / 1e9;
      return String.format(
          "%10d %9.2f %9.3f %10.0f %12.1f %8s %8d %9.4f",
          rows,
          encode,
          epoch,
          rows / epoch,
          examples.bytes() / 1e6,
          examples.remark().isPresent() ? "yes" : "no",
          resident(),
          loss[0]);
    }
  }

  private static void fill(CompactExamples examples, int rows) {
    RandomStream random = new RandomStream(7);
    float[] x = new float[COLUMNS];
    float[] target = new float[1];
    for (int r = 0; r < rows; r++) {
      float sum = 0;
      for (int j = 0; j < COLUMNS; j++) {
        x[j] =
            j < NUMBERS ? (float) (2 * random.nextDouble() - 1) : random.nextInt(16) / 8f - 15 / 16f;
        sum += j % 2 == 0 ? x[j] : x[j] * x[j - 1];
      }
      target[0] = sum > 0 ? 1 : 0;
      examples.add(x, target, 1);
    }
    examples.described(Targets.classes(Targets.Form.INDEX)).ready();
  }

  /** Megabytes of this process in memory; -1 where the system does not say. */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
      }
    }
    return -1;
  }
}
