// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimization;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingEvent;
import java.util.List;

/**
 * Trains one network: once from its first weights, for the time of the first epoch and the
 * accuracy, and then on and on, for the rate in steady state.
 */
final class TrainingRun {
  private static final long SEED = 1;
  private static final String OPTIMIZER = "adam(rate=0.001)";

  /** An epoch that is longer than this has shown the compiler every loop often enough. */
  private static final double WARM_SECONDS = 0.5;

  private final Workload workload;
  private final Rows rows;
  private final BenchPlan plan;
  private final Network network;
  private double firstEpoch;

  /** Seconds on processors after the first epoch. */
  private double laterProcessor;

  TrainingRun(Workload workload, Rows rows, BenchPlan plan, Kernels kernels) {
    this.workload = workload;
    this.rows = rows;
    this.plan = plan;
    this.network = new Network(network(workload, rows), kernels);
  }

  /** The network of a workload. */
  static NetworkSpec network(Workload workload, Rows rows) {
    Layer body = Catalogs.parse(Layer.class, "chain(" + workload.layers(rows.classes()) + ")");
    return new NetworkSpec(Shape.of(rows.columns()), body, new CrossEntropy(0));
  }

  /** The network; trained after {@link #learn}. */
  Network network() {
    return network;
  }

  /** Seconds from the start of training to the end of its first epoch. */
  double firstEpochSeconds() {
    return firstEpoch;
  }

  /** Trains from the first weights on; returns the seconds of each epoch. */
  double[] learn() throws InterruptedException {
    network.initialize(SEED);
    double[] seconds = train(plan.epochs(workload));
    laterProcessor += Machine.processorSeconds();
    firstEpoch = seconds[0];
    return seconds;
  }

  /**
   * Measures the rate on the trained network.
   *
   * @param epochs seconds of each epoch so far
   */
  Rates rates(double[] epochs) throws InterruptedException {
    int later = epochs.length - 1;
    double shortest = Double.POSITIVE_INFINITY;
    for (int e = 1; e < epochs.length; e++) {
      shortest = Math.min(shortest, epochs[e]);
    }
    if (later >= plan.repeats() && epochs[0] >= WARM_SECONDS && shortest >= plan.seconds()) {
      double[] rates = new double[later];
      for (int e = 0; e < later; e++) {
        rates[e] = rows.training().rows() / epochs[e + 1];
      }
      return new Rates(rates, (double) rows.training().rows() * later / laterProcessor);
    }
    // Until a stretch of epochs is long enough, which warms the loops up as well.
    int stretch = 1;
    double took = sum(train(1));
    double enough = Math.max(plan.seconds(), Math.min(WARM_SECONDS, 2 * plan.seconds()));
    while (took < enough) {
      double factor = Math.min(8, Math.max(1.2, 1.2 * enough / Math.max(took, 1e-6)));
      stretch = (int) Math.min(1_000_000, Math.ceil(stretch * factor));
      took = sum(train(stretch));
    }
    stretch = Math.max(1, (int) Math.ceil(stretch * plan.seconds() / took));
    double before = Machine.processorSeconds();
    double[] seconds = train(stretch * plan.repeats());
    double taken = Machine.processorSeconds() - before;
    double[] rates = new double[plan.repeats()];
    for (int r = 0; r < rates.length; r++) {
      double time = 0;
      for (int e = r * stretch; e < (r + 1) * stretch; e++) {
        time += seconds[e];
      }
      rates[r] = (double) rows.training().rows() * stretch / time;
    }
    return new Rates(rates, (double) rows.training().rows() * seconds.length / taken);
  }

  private static double sum(double[] numbers) {
    double sum = 0;
    for (double x : numbers) {
      sum += x;
    }
    return sum;
  }

  /** Seconds of each epoch. */
  private double[] train(int epochs) throws InterruptedException {
    TrainSpec spec =
        TrainSpec.of(
            epochs,
            workload.batch(),
            Catalogs.parse(Optimization.class, OPTIMIZER),
            List.of(),
            EarlyStopping.never(),
            SEED);
    double[] seconds = new double[epochs];
    long[] last = new long[1];
    int[] done = new int[1];
    new Trainer(
            network,
            spec,
            rows.training(),
            null,
            event -> {
              long now = System.nanoTime();
              if (event instanceof TrainingEvent.EpochDone) {
                if (done[0] == 0) {
                  laterProcessor = -Machine.processorSeconds();
                }
                seconds[done[0]++] = (now - last[0]) / 1e9;
              }
              last[0] = now;
            })
        .run();
    return seconds;
  }
}
