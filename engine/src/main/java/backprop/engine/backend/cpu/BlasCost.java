// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

/** Which products a native library computes faster than plain Java. */
interface BlasCost {
  /** Every product: for tests. */
  BlasCost ALWAYS = (m, n, k) -> true;

  /**
   * From 2,000 multiply-adds on, if each number that is copied takes part in two or more.
   *
   * <p>A call costs 0.2 to 0.5 microseconds with its copies, in which plain Java does 1,000 to
   * 2,000 multiply-adds. Measured on one thread, the library takes a third to a fifth of Java's
   * time from 16 x 16 x 16 up, half for 32 x 16 x 4, but the same for 32 x 2 x 16. With few rows it
   * is the copy of the weights that counts: one row times 1024 x 1024 takes twice Java's time, four
   * rows times 784 x 256 half of it. The benchmark {@code GemmBenchmark} has both backends.
   */
  BlasCost MEASURED =
      (m, n, k) -> {
        double volume = (double) m * n * k;
        double copied = (double) m * k + (double) k * n + (double) m * n;
        return volume >= 2_000 && volume >= 2 * copied;
      };

  /** Whether the library computes c of m x n with sums of length k. */
  boolean worth(int m, int n, int k);
}
