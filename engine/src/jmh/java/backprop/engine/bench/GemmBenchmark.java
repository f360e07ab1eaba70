// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.bench;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
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

/** The three products of a dense layer: batch x inputs x outputs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmBenchmark {
  /** Batch x inputs x outputs. */
  @Param({
    "32x4x16", "32x16x2", "1x784x256", "128x64x10", "64x128x64", "128x256x128", "128x784x256",
    "256x256x256", "1024x1024x1024"
  })
  public String shape;

  /** Which backend. */
  @Param({"java", "vector"})
  public String backend;

  /** How many threads the kernels use. */
  @Param({"1"})
  public int threads;

  private Kernels kernels;
  private Matrix x;
  private Matrix w;
  private Matrix bias;
  private Matrix y;
  private Matrix dx;
  private Matrix dw;

  /** All three products have the same. */
  static Floor floor(String method, BenchmarkParams params) {
    return Floor.flops(flops(params.getParam("shape")));
  }

  /** Flops of any of the three products. */
  static double flops(String shape) {
    double product = 2;
    for (String size : shape.split("x")) {
      product *= Integer.parseInt(size);
    }
    return product;
  }

  /** Makes the matrices. */
  @Setup(Level.Trial)
  public void open() {
    kernels = Backends.choose(backend).backend().open(threads);
    String[] sizes = shape.split("x");
    int batch = Integer.parseInt(sizes[0]);
    int in = Integer.parseInt(sizes[1]);
    int out = Integer.parseInt(sizes[2]);
    x = KernelBenchmark.matrix(kernels, batch, in);
    w = KernelBenchmark.matrix(kernels, in, out);
    bias = KernelBenchmark.matrix(kernels, 1, out);
    y = KernelBenchmark.matrix(kernels, batch, out);
    dx = KernelBenchmark.matrix(kernels, batch, in);
    dw = KernelBenchmark.matrix(kernels, in, out);
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void close() {
    kernels.close();
  }

  /** y = x w + bias. */
  @Benchmark
  public void forward() {
    kernels.affine(x, w, bias, y);
  }

  /** dw = x' dy. */
  @Benchmark
  public void weightGradient() {
    kernels.gemm(true, false, 1, x, y, 0, dw);
  }

  /** dx = dy w'. */
  @Benchmark
  public void inputGradient() {
    kernels.gemm(false, true, 1, y, w, 0, dx);
  }
}
