// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Checks a device against the processor and times it: products of square matrices, and whole
 * training steps. One table on standard output; the script {@code gpu/check} runs it.
 */
public final class DeviceTable {
  private static final double SECONDS = 0.5;
  private static final int CHART_ROUNDS = 8;

  private final PrintStream out;
  private final OpenClBackend backend;

  private DeviceTable(PrintStream out, OpenClBackend backend) {
    this.out = out;
    this.backend = backend;
  }

  /** A network whose steps are timed. */
  private record Work(String name, Shape input, String layers, int batch) {}

  private static final Work[] WORKS = {
    new Work("W1", Shape.of(784), "chain(dense(256, relu), dense(128, relu), dense(10))", 128),
    new Work("W2", Shape.of(784), "chain(dense(1024, relu), dense(1024, relu), dense(10))", 256),
    new Work(
        "W5",
        Shape.of(28, 28, 1),
        "chain(conv2d(16, 5, relu), max-pool(2), conv2d(32, 5, relu), max-pool(2), flatten,"
            + " dense(10))",
        128),
    new Work("W6", Shape.of(28, 28), "chain(lstm(128), dense(10))", 128),
    new Work("large", Shape.of(4096), "chain(dense(4096, relu), dense(4096))", 4096)
  };

  /**
   * Runs.
   *
   * @param arguments {@code --device WORDS}, or nothing for the best device; {@code --small} leaves
   *     out what takes a processor minutes; {@code --chart FILE} draws the speed against the width
   *     of a network instead
   */
  public static void main(String[] arguments) {
    String device = "";
    boolean small = false;
    String chart = null;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--device") && i + 1 < arguments.length) {
        device = arguments[++i];
      } else if (arguments[i].equals("--small")) {
        small = true;
      } else if (arguments[i].equals("--chart") && i + 1 < arguments.length) {
        chart = arguments[++i];
      } else {
        System.err.println("unknown argument " + arguments[i]);
        System.exit(2);
      }
    }
    System.exit(
        chart == null
            ? run(System.out, device, small)
            : chart(System.out, device, small, Path.of(chart)));
  }

  /** Draws the speed against the width of a network; returns 0, or 3 without a device. */
  static int chart(PrintStream out, String device, boolean small, Path file) {
    OpenClBackend backend = new OpenClBackend(null, device);
    String why = backend.unusable().orElse(null);
    if (why != null) {
      out.println("nothing to draw: " + why);
      return 3;
    }
    DeviceInfo info = Devices.here().choose(device);
    int threads = Runtime.getRuntime().availableProcessors();
    List<SpeedChart.Point> points = new ArrayList<>();
    int most = small ? 64 : info.isProcessor() ? 1024 : 4096;
    for (int width = 16; width <= most; width *= 4) {
      Work w =
          new Work(
              "width " + width,
              Shape.of(width),
              "chain(dense(" + width + ", relu), dense(" + width + ", relu), dense(10))",
              128);
      SpeedChart.Point p = point(width, w, backend, threads, small ? 1 : CHART_ROUNDS);
      points.add(p);
      out.printf(
          Locale.ROOT,
          "%-12s %12.0f rows/s, 'java' %.0f, %.2f times%n",
          w.name(),
          p.device(),
          p.processor(),
          p.speedUp());
    }
    String title = info.name() + " against 'java' on " + threads + " threads, batches of 128";
    try {
      Files.writeString(file, SpeedChart.of(points, title));
    } catch (IOException e) {
      throw new UncheckedIOException("the chart cannot be written to " + file, e);
    }
    out.println("wrote " + file);
    return 0;
  }

  /**
   * Both in turns, so that what else runs on the machine disturbs both; the best of each counts.
   */
  private static SpeedChart.Point point(
      int width, Work w, OpenClBackend backend, int threads, int rounds) {
    double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    try (Kernels device = backend.open(1);
        Kernels processor = new JavaBackend().open(threads)) {
      Stepper[] steppers = {
        new Stepper(device, w, w.batch()), new Stepper(processor, w, w.batch())
      };
      for (int i = 0; i < 2 * rounds; i++) {
        Stepper s = steppers[i % 2];
        Matrix first = new Matrix(s.network.parameters().buffer(), 0, 1, 1, 1);
        best[i % 2] = Math.min(best[i % 2], time(s.kernels, first, s::step));
      }
    }
    return new SpeedChart.Point(width, w.batch() / best[0], w.batch() / best[1]);
  }

  /** Prints the table; returns 0 where all was right, 1 where not, 3 without a device. */
  static int run(PrintStream out, String device, boolean small) {
    OpenClBackend backend = new OpenClBackend(null, device);
    String why = backend.unusable().orElse(null);
    if (why != null) {
      out.println("nothing to check: " + why);
      return 3;
    }
    DeviceInfo info = Devices.here().choose(device);
    out.println(info.describe());
    out.printf(
        Locale.ROOT,
        "%-8s %-28s %12s %14s  %s%n",
        "what",
        "size",
        "ms",
        "rate",
        "compared with java");
    DeviceTable table = new DeviceTable(out, backend);
    boolean right = true;
    boolean processor = info.isProcessor() || small;
    for (int n : processor ? new int[] {256, 1024} : new int[] {256, 1024, 4096, 8192}) {
      right &= table.guarded("gemm", "" + n, () -> table.product(n));
    }
    for (Work w : WORKS) {
      if (!processor || w.batch() < 4096) {
        right &= table.guarded(w.name(), "batch " + w.batch(), () -> table.steps(w));
      }
    }
    return right ? 0 : 1;
  }

  /** Something that is right or not. */
  private interface Part {
    boolean run();
  }

  private boolean guarded(String name, String size, Part part) {
    try {
      return part.run();
    } catch (BackendFailedException | IllegalStateException e) {
      out.printf(Locale.ROOT, "%-8s %-28s failed: %s%n", name, size, e.getMessage());
      return false;
    }
  }

  private boolean product(int n) {
    double error = productError(Math.min(n, 300));
    try (Kernels k = backend.open(1)) {
      Matrix a = Matrix.of(k.allocate(n * n), n, n);
      Matrix b = Matrix.of(k.allocate(n * n), n, n);
      Matrix c = Matrix.of(k.allocate(n * n), n, n);
      k.gaussian(0, 1, 1, a);
      k.gaussian(0, 1, 2, b);
      Matrix corner = new Matrix(c.buffer(), 0, 1, 1, 1);
      double seconds = time(k, corner, () -> k.gemm(false, false, 1, a, b, 0, c));
      boolean right = error < 1e-4;
      out.printf(
          Locale.ROOT,
          "%-8s %-28s %12.3f %8.1f GFLOP/s  %s (largest difference %.1e)%n",
          "gemm",
          n + " x " + n + " x " + n,
          seconds * 1e3,
          2.0 * n * n * n / seconds / 1e9,
          right ? "right" : "WRONG",
          error);
      return right;
    }
  }

  /** The largest difference of a product from the processor's. */
  private double productError(int n) {
    double[][] results = new double[2][];
    for (int i = 0; i < 2; i++) {
      try (Kernels k = i == 0 ? new JavaBackend().open(1) : backend.open(1)) {
        Matrix a = Matrix.of(k.allocate(n * n), n, n);
        Matrix b = Matrix.of(k.allocate(n * n), n, n);
        Matrix c = Matrix.of(k.allocate(n * n), n, n);
        k.gaussian(0, 1, 1, a);
        k.gaussian(0, 1, 2, b);
        k.gemm(false, true, 1, a, b, 0, c);
        results[i] = c.toArray();
      }
    }
    return largest(results[0], results[1]);
  }

  private static double largest(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      double d = Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(a[i]));
      largest = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(largest, d);
    }
    return largest;
  }

  /** Seconds of a call, in the best of some rounds. */
  private static double time(Kernels k, Matrix wait, Runnable call) {
    call.run();
    call.run();
    k.sumOfSquares(wait);
    double best = Double.POSITIVE_INFINITY;
    long until = System.nanoTime() + (long) (SECONDS * 1e9);
    int calls = 1;
    while (best == Double.POSITIVE_INFINITY || System.nanoTime() < until) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      k.sumOfSquares(wait);
      double taken = (System.nanoTime() - start) / 1e9;
      best = Math.min(best, taken / calls);
      calls = taken < 0.05 ? calls * 2 : calls;
    }
    return best;
  }

  private boolean steps(Work w) {
    int few = Math.min(w.batch(), 16);
    double[] processor = change(new JavaBackend().open(1), w, few);
    double[] device = change(backend.open(1), w, few);
    double most = 0;
    double error = 0;
    for (int i = 0; i < device.length; i++) {
      most = Math.max(most, Math.abs(processor[i]));
      error = Math.max(error, Math.abs(processor[i] - device[i]));
    }
    error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error / most;
    boolean right = error < 1e-3;
    try (Kernels k = backend.open(1)) {
      Stepper s = new Stepper(k, w, w.batch());
      double seconds = time(k, new Matrix(s.network.parameters().buffer(), 0, 1, 1, 1), s::step);
      out.printf(
          Locale.ROOT,
          "%-8s %-28s %12.3f %9.0f rows/s  %s (largest difference %.1e)%n",
          w.name(),
          "batch " + w.batch(),
          seconds * 1e3,
          w.batch() / seconds,
          right ? "right" : "WRONG",
          error);
    }
    return right;
  }

  /** By how much a few steps change the weights. */
  private static double[] change(Kernels kernels, Work w, int batch) {
    try (Kernels k = kernels) {
      Stepper s = new Stepper(k, w, batch);
      double[] before = s.network.parameters().toArray();
      for (int i = 0; i < 3; i++) {
        s.step();
      }
      double[] change = s.network.parameters().toArray();
      for (int i = 0; i < change.length; i++) {
        change[i] -= before[i];
      }
      return change;
    }
  }

  /** Steps of plain gradient descent on rows of random numbers. */
  private static final class Stepper {
    private final Kernels kernels;
    private final Network network;
    private final Matrix gradients;
    private final Program program;

    Stepper(Kernels k, Work w, int batch) {
      kernels = k;
      network =
          new Network(
              new NetworkSpec(
                  w.input(),
                  Catalogs.parse(Layer.class, w.layers()),
                  Catalogs.parse(Loss.class, "cross-entropy")),
              k);
      network.initialize(1);
      gradients = network.newVector();
      program = network.trainingProgram(gradients, batch);
      k.gaussian(0, 1, 5, program.input());
      k.fill(3, program.target());
      k.fill(1.0 / batch, program.lossGradient());
    }

    void step() {
      program.forward();
      program.backward(false);
      kernels.axpby(-0.01, gradients, 1, network.parameters());
    }
  }
}
