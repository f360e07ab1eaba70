// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.bench;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.FloatMath;
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

/** The other kernels of a training step, whose floor is the memory that they move. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  /** Rows x columns. */
  @Param({"32x16", "128x10", "128x256", "1024x1024"})
  public String shape;

  /** Which backend. */
  @Param({"java"})
  public String backend;

  /** How many threads the kernels use. */
  @Param({"1"})
  public int threads;

  private Kernels kernels;
  private Matrix x;
  private Matrix y;
  private Matrix z;
  private Matrix row;
  private Matrix column;
  private Matrix target;

  /** Every number is read or written once. */
  static Floor floor(String method, BenchmarkParams params) {
    return Floor.bytes(bytes(method, params.getParam("shape")));
  }

  /** Bytes that a method of this class reads and writes, at least. */
  static double bytes(String method, String shape) {
    int matrices =
        switch (method) {
          case "sumRows", "dot" -> 1;
          case "axpby", "tanhGradient" -> 3;
          default -> 2;
        };
    return matrices * 4.0 * GemmBenchmark.flops(shape) / 2;
  }

  /** A matrix of small numbers. */
  static Matrix matrix(Kernels k, int rows, int columns) {
    Matrix m = Matrix.of(k.allocate(rows * columns), rows, columns);
    double[] values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.1 * Math.sin(i);
    }
    m.set(values);
    return m;
  }

  /** Makes the matrices. */
  @Setup(Level.Trial)
  public void open() {
    kernels = Backends.choose(backend).backend().open(threads);
    int rows = Integer.parseInt(shape.split("x")[0]);
    int columns = Integer.parseInt(shape.split("x")[1]);
    x = matrix(kernels, rows, columns);
    y = matrix(kernels, rows, columns);
    z = matrix(kernels, rows, columns);
    row = matrix(kernels, 1, columns);
    column = matrix(kernels, rows, 1);
    target = matrix(kernels, rows, 1);
    kernels.fill(1, target);
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void close() {
    kernels.close();
  }

  /** y = 0.5 x + 0.5 y. */
  @Benchmark
  public void axpby() {
    kernels.axpby(0.5, x, 0.5, y);
  }

  /** y = tanh(x). */
  @Benchmark
  public void tanh() {
    kernels.map(TANH, x, y);
  }

  /** z = y (1 - tanh(x)^2). */
  @Benchmark
  public void tanhGradient() {
    kernels.mapGradient(TANH, x, y, y, 0, z);
  }

  /** Dropout of a fifth. */
  @Benchmark
  public void dropout() {
    kernels.dropout(x, 0.2, 12345, 0, y);
  }

  /** Softmax and cross-entropy. */
  @Benchmark
  public void softmaxCrossEntropy() {
    kernels.softmaxCrossEntropy(x, target, 0, y, column);
  }

  /** Layer normalization. */
  @Benchmark
  public void normalizeRows() {
    kernels.normalizeRows(x, 1e-5, y, column);
  }

  /** The gradient of a bias. */
  @Benchmark
  public void sumRows() {
    kernels.sumRows(x, 0, row);
  }

  /** The squared norm of a gradient. */
  @Benchmark
  public double dot() {
    return kernels.dot(x, x);
  }

  private static final Elementwise TANH =
      new Elementwise() {
        @Override
        public double value(double x) {
          return Math.tanh(x);
        }

        @Override
        public double derivative(double x, double y) {
          return 1 - y * y;
        }

        @Override
        public double curvature(double x, double y) {
          return -2 * y * (1 - y * y);
        }

        @Override
        public void forward(float[] x, float[] y, int from, int to) {
          FloatMath.tanh(x, y, from, to);
        }

        @Override
        public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
          for (int i = from; i < to; i++) {
            dx[i] = dy[i] * (1 - y[i] * y[i]);
          }
        }
      };
}
