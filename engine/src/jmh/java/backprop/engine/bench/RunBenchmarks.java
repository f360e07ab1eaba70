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

/** Runs the benchmarks and prints every time beside its floor. */
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
    double nanosPerFlop = Math.min(plain, tiled);
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
    String shape = params.getParam("shape");
    if (shape == null) {
      return;
    }
    String name = params.getBenchmark().replace("backprop.engine.bench.", "");
    boolean product = name.startsWith(GemmBenchmark.class.getSimpleName());
    boolean convolves = name.startsWith(ConvolutionBenchmark.class.getSimpleName());
    boolean recurs = name.startsWith(RecurrenceBenchmark.class.getSimpleName());
    boolean flops = product || convolves || recurs;
    double amount;
    if (product) {
      amount = GemmBenchmark.flops(shape);
    } else if (convolves) {
      amount = ConvolutionBenchmark.flops(shape);
    } else if (recurs) {
      amount = RecurrenceBenchmark.flops(shape);
    } else {
      amount = KernelBenchmark.bytes(name.substring(name.indexOf('.') + 1), shape);
    }
    double floor = amount * (flops ? nanosPerFlop : nanosPerByte);
    double time = r.getPrimaryResult().getScore();
    String rows =
        convolves || recurs ? String.format("%9.0f rows/s", WholeStep.BATCH * 1e9 / time) : "";
    out.printf(
        "%-44s %-8s %-16s %14.0f %14.0f %9.2f %6.1f %s%s%n",
        name,
        params.getParam("backend") == null ? "java" : params.getParam("backend"),
        shape,
        time,
        floor,
        floor / time,
        amount / time,
        flops ? "GFLOP/s" : "GB/s",
        rows);
  }
}
