// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What one call of a benchmark cannot avoid. A class of benchmarks tells it by a method {@code
 * static Floor floor(String method, BenchmarkParams params)}; where it has none, only times are
 * printed.
 *
 * @param flops floating-point operations in products
 * @param bytes bytes read from and written to memory
 * @param rows rows of a step; 0 where it is no step
 */
record Floor(double flops, double bytes, int rows) {
  static Floor flops(double flops) {
    return new Floor(flops, 0, 0);
  }

  static Floor bytes(double bytes) {
    return new Floor(0, bytes, 0);
  }

  /** A training step, by the flops of its products. */
  static Floor step(double flops, int rows) {
    return new Floor(flops, 0, rows);
  }

  /** The floor of a benchmark, as its class tells it. */
  static Optional<Floor> of(BenchmarkParams params) {
    String benchmark = params.getBenchmark();
    int dot = benchmark.lastIndexOf('.');
    try {
      Method floor =
          Class.forName(benchmark.substring(0, dot))
              .getDeclaredMethod("floor", String.class, BenchmarkParams.class);
      return Optional.of((Floor) floor.invoke(null, benchmark.substring(dot + 1), params));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    } catch (ClassNotFoundException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the floor of " + benchmark + " cannot be told", e);
    }
  }

  /** The time below which no call can be, at given rates. */
  double nanos(double nanosPerFlop, double nanosPerByte) {
    return Math.max(flops * nanosPerFlop, bytes * nanosPerByte);
  }

  /** How much was done in a time, such as {@code 41.3 GFLOP/s}; steps in rows too. */
  String rate(double nanos) {
    String amount =
        flops > 0
            ? String.format("%6.1f GFLOP/s", flops / nanos)
            : String.format("%6.1f GB/s", bytes / nanos);
    return rows > 0 ? amount + String.format("%9.0f rows/s", rows * 1e9 / nanos) : amount;
  }
}
