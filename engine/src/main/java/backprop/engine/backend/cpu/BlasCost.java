// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

/** Which products a native library computes faster than plain Java. */
interface BlasCost {
  /** Every product: for tests. */
  BlasCost ALWAYS = (m, n, k) -> true;

  /** From so many multiply-adds on: to be measured. */
  BlasCost MEASURED = (m, n, k) -> (double) m * n * k >= 16384;

  /** Whether the library computes c of m x n with sums of length k. */
  boolean worth(int m, int n, int k);
}
