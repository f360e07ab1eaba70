// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.bench;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Adam;
import backprop.engine.schedule.Constant;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.List;
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

/**
 * Epochs of training of dense networks as the trainer runs them, with Adam, on random rows: loading
 * rows, forward, backward, the optimizer's step, and what the trainer does once an epoch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class StepBenchmark {
  /** Epochs of one call. */
  static final int EPOCHS = 4;

  /** Batch x inputs x units of every layer. */
  @Param({"128x784x256x128x10", "256x784x1024x1024x10", "64x16x128x64x26", "32x8x16x2"})
  public String shape;

  /** Which backend. */
  @Param({"java"})
  public String backend;

  /** How many threads the kernels use. */
  @Param({"1"})
  public int threads;

  private Kernels kernels;
  private Network network;
  private Examples rows;
  private TrainSpec spec;

  /** Rows of an epoch: as many as make about a gigaflop, in whole minibatches. */
  static int rows(String shape) {
    int batch = Integer.parseInt(shape.split("x")[0]);
    double perRow = flopsOfARow(shape);
    return batch * (int) Math.max(1, Math.min(1000, 1e9 / perRow / batch));
  }

  /**
   * Flops of one epoch: for each row 6 for each weight, but 4 for those of the first layer, whose
   * input needs no gradient.
   */
  static double flops(String shape) {
    return rows(shape) * flopsOfARow(shape);
  }

  /** What a call cannot avoid. */
  static Floor floor(String method, BenchmarkParams params) {
    String shape = params.getParam("shape");
    return Floor.step(EPOCHS * flops(shape), EPOCHS * rows(shape));
  }

  private static double flopsOfARow(String shape) {
    String[] sizes = shape.split("x");
    double flops = 0;
    for (int i = 1; i + 1 < sizes.length; i++) {
      double weights = (double) Integer.parseInt(sizes[i]) * Integer.parseInt(sizes[i + 1]);
      flops += (i == 1 ? 4 : 6) * weights;
    }
    return flops;
  }

  /** Makes the network and the rows. */
  @Setup(Level.Trial)
  public void open() {
    kernels = Backends.choose(backend).backend().open(threads);
    String[] sizes = shape.split("x");
    int inputs = Integer.parseInt(sizes[1]);
    int classes = Integer.parseInt(sizes[sizes.length - 1]);
    StringBuilder body = new StringBuilder("chain(");
    for (int i = 2; i + 1 < sizes.length; i++) {
      body.append("dense(").append(sizes[i]).append(", relu), ");
    }
    body.append("dense(").append(classes).append("))");
    Layer layers = Catalogs.parse(Layer.class, body.toString());
    network =
        new Network(new NetworkSpec(Shape.of(inputs), layers, new CrossEntropy(0)), kernels);
    network.initialize(1);
    rows = new Examples(kernels, rows(shape), inputs, 1);
    float[] input = new float[inputs];
    for (int r = 0; r < rows.rows(); r++) {
      int label = r % classes;
      for (int j = 0; j < inputs; j++) {
        input[j] = (float) Math.sin(r * 7.3 + j * (label + 1.7));
      }
      rows.set(r, input, new float[] {label}, 1);
    }
    Adam adam = new Adam(new Constant(0.001));
    spec =
        TrainSpec.of(EPOCHS, Integer.parseInt(sizes[0]), adam, List.of(), EarlyStopping.never(), 1);
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void close() {
    kernels.close();
  }

  /** Prepares and trains some epochs. */
  @Benchmark
  public Trainer.Result epochs() throws InterruptedException {
    return new Trainer(network, spec, rows, null).run();
  }
}
