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

/** Whole training steps of networks that convolve. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvolutionBenchmark {
  /** Which network. */
  @Param({"lenet", "vgg", "depthwise", "sequence"})
  public String shape;

  /** Which backend. */
  @Param({"java"})
  public String backend;

  /** How many threads the kernels use. */
  @Param({"1"})
  public int threads;

  private WholeStep step;

  private static WholeStep make(String shape, String backend, int threads) {
    String layers =
        switch (shape) {
          case "lenet" ->
              "conv2d(16, 5, relu), max-pool(2), conv2d(32, 5, relu), max-pool(2), flatten, "
                  + "dense(128, relu), dense(10)";
          case "vgg" ->
              "conv2d(32, 3, relu, padding=same), conv2d(32, 3, relu, padding=same), max-pool(2), "
                  + "conv2d(64, 3, relu, padding=same), max-pool(2), global-average-pool, dense(10)";
          case "depthwise" ->
              "conv2d(16, 3, relu, stride=2), separable-conv2d(32, 3, relu), max-pool(2), flatten, "
                  + "dense(10)";
          case "sequence" ->
              "conv1d(32, 5, relu), max-pool(2), conv1d(64, 5, relu), global-max-pool, dense(10)";
          default -> throw new IllegalArgumentException(shape);
        };
    Shape input = shape.equals("sequence") ? Shape.of(128, 8) : Shape.of(28, 28, 1);
    return new WholeStep(backend, threads, input, "chain(" + layers + ")");
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
