// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks and prints every time beside its floor. */
public final class RunBenchmarks {
  private RunBenchmarks() {}

  /**
   * Runs.
   *
   * @param arguments a regular expression of benchmark names, the threads of the kernels, and the
   *     backends if other than plain Java is wanted
   */
  public static void main(String[] arguments) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(BareLoops.class.getSimpleName())
            .include(arguments[0])
            .param("threads", arguments[1])
            .shouldFailOnError(true);
    if (arguments.length > 2) {
      options.param("backend", Arrays.copyOfRange(arguments, 2, arguments.length));
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    double nanosPerFlop = rate(results, "multiplyAdd") / BareLoops.FLOPS;
    double nanosPerByte = rate(results, "copy") / BareLoops.BYTES;
    PrintStream out = System.out;
    out.printf(
        "%n%s %s: a bare loop does %.1f GFLOP/s, a copy moves %.1f GB/s%n",
        System.getProperty("java.vm.name"),
        System.getProperty("java.version"),
        1 / nanosPerFlop,
        1 / nanosPerByte);
    out.printf(
        "%-44s %-16s %14s %14s %7s %10s%n",
        "benchmark", "shape", "ns", "floor ns", "times", "rate");
    for (RunResult r : results) {
      print(out, r, nanosPerFlop, nanosPerByte);
    }
  }

  private static double rate(Collection<RunResult> results, String method) {
    return results.stream()
        .filter(r -> r.getParams().getBenchmark().endsWith("." + method))
        .mapToDouble(r -> r.getPrimaryResult().getScore())
        .findFirst()
        .orElseThrow();
  }

  private static void print(
      PrintStream out, RunResult r, double nanosPerFlop, double nanosPerByte) {
    BenchmarkParams params = r.getParams();
    String shape = params.getParam("shape");
    if (shape == null) {
      return;
    }
    String name = params.getBenchmark().replace("backprop.engine.bench.", "");
    boolean product = name.startsWith(GemmBenchmark.class.getSimpleName());
    double amount =
        product
            ? GemmBenchmark.flops(shape)
            : KernelBenchmark.bytes(name.substring(name.indexOf('.') + 1), shape);
    String backend = params.getParam("backend");
    double floor = amount * (product ? nanosPerFlop : nanosPerByte);
    double time = r.getPrimaryResult().getScore();
    out.printf(
        "%-44s %-16s %14.0f %14.0f %7.1f %6.1f %s%n",
        name + " " + backend,
        shape,
        time,
        floor, time / floor, amount / time, product ? "GFLOP/s" : "GB/s");
  }
}
