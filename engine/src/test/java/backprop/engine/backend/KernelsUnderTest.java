// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import java.util.List;

/** What the parts of {@link KernelsContract} share: what is tested, on which sizes. */
public interface KernelsUnderTest {
  /** Unit roundoff of float. */
  double EPS = 0x1p-24;

  /** Rows and columns; the last ones are large enough for threads. */
  int[][] SIZES = {
    {1, 1},
    {0, 3},
    {2, 0},
    {1, 7},
    {7, 1},
    {3, 3},
    {5, 13},
    {17, 31},
    {64, 10},
    {32, 64},
    {13, 257},
    {1, 1031},
    {331, 3},
    {128, 512},
    {701, 97}
  };

  /** What is left of them where a call takes long. */
  int[][] FEW_SIZES = {{1, 1}, {0, 3}, {2, 0}, {5, 13}, {13, 257}, {331, 3}};

  /** Whether all sizes and layouts are tried. */
  default boolean thorough() {
    return true;
  }

  /** The kernels that say what is right. */
  Kernels reference();

  /** Kernels of the backend under test, with different numbers of threads. */
  List<Kernels> tested();

  interface Sized {
    void run(int rows, int columns);
  }

  default void forSizes(Sized s) {
    for (int[] size : thorough() ? SIZES : FEW_SIZES) {
      s.run(size[0], size[1]);
    }
  }

  interface WithBeta {
    void run(int rows, int columns, double beta);
  }

  default void forSizesAndBetas(WithBeta s) {
    forSizes(
        (r, c) -> {
          s.run(r, c, 0);
          s.run(r, c, 1);
        });
  }

  default void check(KernelCase c, KernelCase.Call call) {
    c.check(reference(), tested(), thorough() ? 4 : 2, call);
  }

  default KernelCase unary(String name, double tolerance, int r, int c, double beta) {
    return KernelCase.of(name, tolerance).in(r, c).out(r, c, beta);
  }

  default KernelCase binary(String name, double tolerance, int r, int c, double beta) {
    return KernelCase.of(name, tolerance).in(r, c).in(r, c).out(r, c, beta);
  }
}
