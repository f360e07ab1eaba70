// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.bench;

import java.io.PrintStream;
import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks and prints every time beside its {@link Floor}: its operations at the rate of
 * a bare loop on as many threads, or its bytes at the rate of a copy.
 */
public final class RunBenchmarks {
  private RunBenchmarks() {}

  /**
   * Runs.
   *
   * @param arguments a regular expression of benchmark names, and the threads of the kernels
   */
  public static void main(String[] arguments) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(BareLoops.class.getSimpleName())
            .include(arguments[0])
            .param("threads", arguments[1])
            .jvmArgsAppend("--add-modules", "jdk.incubator.vector")
            .shouldFailOnError(true);
    Collection<RunResult> results = new Runner(options.build()).run();
    double plain = rate(results, "multiplyAdd") / BareLoops.FLOPS;
    double tiled = rate(results, "tiles") / BareLoops.TILED_FLOPS;
    double nanosPerFlop = Math.min(plain, tiled) / Integer.parseInt(arguments[1]);
    double nanosPerByte = rate(results, "copy") / BareLoops.BYTES;
    PrintStream out = System.out;
    out.printf(
        "%n%s %s: a bare loop does %.1f GFLOP/s, tiles %.1f GFLOP/s, a copy moves %.1f GB/s%n",
        System.getProperty("java.vm.name"),
        System.getProperty("java.version"),
        1 / plain,
        1 / tiled,
        1 / nanosPerByte);
    out.printf(
        "%-44s %-8s %-16s %14s %14s %9s %10s%n",
        "benchmark", "backend", "shape", "ns", "floor ns", "fraction", "rate");
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
    String name = params.getBenchmark().replace("backprop.engine.bench.", "");
    if (name.startsWith(BareLoops.class.getSimpleName())) {
      return;
    }
    double time = r.getPrimaryResult().getScore();
    Floor floor = Floor.of(params).orElse(null);
    out.printf(
        "%-44s %-8s %-16s %14.0f %14s %9s %s%n",
        name,
        text(params, "backend"),
        text(params, "shape"),
        time,
        floor == null ? "-" : String.format("%.0f", floor.nanos(nanosPerFlop, nanosPerByte)),
        floor == null
            ? "-"
            : String.format("%.2f", floor.nanos(nanosPerFlop, nanosPerByte) / time),
        floor == null ? "" : floor.rate(time));
  }

  private static String text(BenchmarkParams params, String name) {
    return params.getParam(name) == null ? "-" : params.getParam(name);
  }
}
