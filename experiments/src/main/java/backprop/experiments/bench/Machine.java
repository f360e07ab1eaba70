// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What figures depend on. */
final class Machine {
  private static final int LENGTH = 512;
  private static final double FLOPS = 8.0 * LENGTH;
  private static final int CALLS = 2000;
  private static final int ROUNDS = 300;

  private Machine() {}

  /** The processor's name where the system tells it, else its architecture. */
  static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      try (Stream<String> lines = Files.lines(info)) {
        return lines
            .filter(l -> l.startsWith("model name"))
            .map(l -> l.substring(l.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      } catch (IOException e) {
        return System.getProperty("os.arch");
      }
    }
    return System.getProperty("os.arch");
  }

  /** Seconds that this process has had of all processors; NaN where the system does not tell. */
  static double processorSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(d -> d.toMillis() / 1e3)
        .orElse(Double.NaN);
  }

  /** The most memory that this process has had so far, in 2^20 bytes; empty where nobody says. */
  static OptionalDouble peakMegabytes() {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return OptionalDouble.empty();
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(l -> l.startsWith("VmHWM:"))
          .mapToDouble(l -> Double.parseDouble(l.replaceAll("\\D", "")) / 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  /**
   * Floating-point operations in a nanosecond of one thread in the loop that products are made of,
   * on numbers in the first-level cache: what plain Java reaches with nothing else to do. The best
   * of many short rounds, because a busy neighbor only ever makes them slower.
   */
  static double bareLoop() {
    float[][] rows = new float[5][LENGTH + 12];
    for (int i = 1; i < rows.length; i++) {
      Arrays.fill(rows[i], 1e-3f * i);
    }
    double best = 0;
    for (int since = 0; since < ROUNDS; since++) {
      long from = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        multiplyAdd(rows[0], rows[1], rows[2], rows[3], rows[4]);
      }
      double rate = CALLS * FLOPS / (System.nanoTime() - from);
      // Until it has not become faster for long: the compiler comes when it has time.
      since = rate > 1.01 * best ? 0 : since;
      best = Math.max(best, rate);
    }
    return best;
  }

  private static void multiplyAdd(float[] c, float[] b0, float[] b1, float[] b2, float[] b3) {
    for (int j = 0; j < LENGTH; j++) {
      c[j] =
          Math.fma(
              0.1f,
              b3[j],
              Math.fma(0.2f, b2[j], Math.fma(0.3f, b1[j], Math.fma(0.4f, b0[j], c[j]))));
    }
  }
}
