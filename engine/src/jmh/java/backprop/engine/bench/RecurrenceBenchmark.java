// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.bench;

import backprop.engine.graph.Shape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Whole training steps of 28 recurrent steps with 28 inputs and 64 units. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecurrenceBenchmark {
  /** Which network. */
  @Param({"lstm", "gru", "rnn"})
  public String shape;

  /** Which backend. */
  @Param({"java"})
  public String backend;

  /** How many threads the kernels use. */
  @Param({"1"})
  public int threads;

  private WholeStep step;

  private static WholeStep make(String shape, String backend, int threads) {
    String layers = "chain(" + shape + "(64), dense(10))";
    return new WholeStep(backend, threads, Shape.of(28, 28), layers);
  }

  /** The products of a step. */
  static Floor floor(String method, BenchmarkParams params) {
    return Floor.step(flops(params.getParam("shape")), WholeStep.BATCH);
  }

  /** Flops of a step. */
  static double flops(String shape) {
    try (WholeStep s = make(shape, "java", 1)) {
      return s.flops();
    }
  }

  /** Makes the network and its batch. */
  @Setup(Level.Trial)
  public void open() {
    step = make(shape, backend, threads);
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void close() {
    step.close();
  }

  /** Forward, backward, Adam. */
  @Benchmark
  public double train() {
    return step.run();
  }
}
