// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: products of matrices. */
public interface LinearAlgebraKernels extends KernelsUnderTest {
  @Test
  default void gemm() {
    int[][] shapes = {
      {1, 1, 1},
      {0, 3, 2},
      {3, 0, 2},
      {2, 3, 0},
      {2, 5, 3},
      {4, 4, 16},
      {32, 8, 16},
      {32, 16, 2},
      {13, 17, 11},
      {128, 64, 10},
      {129, 67, 1},
      {1, 300, 257},
      {1, 301, 1100},
      {200, 1, 31},
      {37, 130, 41},
      {128, 257, 33},
      {61, 515, 70},
      {10, 40, 1100},
      {300, 600, 520},
      {1100, 33, 9},
      {5, 1031, 64}
    };
    for (int[] s : shapes) {
      for (int t = 0; t < 4; t++) {
        boolean ta = (t & 1) != 0;
        boolean tb = (t & 2) != 0;
        gemm(s[0], s[1], s[2], ta, tb, 1, 0);
        gemm(s[0], s[1], s[2], ta, tb, 1, 1);
        if (s[0] * s[1] * s[2] < 200_000) {
          gemm(s[0], s[1], s[2], ta, tb, -0.75, 0);
          gemm(s[0], s[1], s[2], ta, tb, 1.25, 0.5);
        }
      }
    }
  }

  private void gemm(int m, int k, int n, boolean ta, boolean tb, double alpha, double beta) {
    String name = "gemm" + (ta ? " A'" : "") + (tb ? " B'" : "") + " " + alpha + " " + beta;
    KernelCase c =
        KernelCase.of(name, 8 * EPS * (k + 4))
            .in(ta ? k : m, ta ? m : k)
            .in(tb ? n : k, tb ? k : n)
            .out(m, n, beta);
    check(c, (q, x) -> q.gemm(ta, tb, alpha, x[0], x[1], beta, x[2]));
  }

  @Test
  default void affine() {
    for (int[] s :
        new int[][] {
          {1, 1, 1},
          {0, 2, 2},
          {3, 0, 2},
          {32, 8, 16},
          {17, 40, 3},
          {128, 100, 10},
          {1, 64, 129},
          {150, 600, 300},
          {9, 30, 1200}
        }) {
      KernelCase c =
          KernelCase.of("affine", 8 * EPS * (s[1] + 4))
              .in(s[0], s[1])
              .in(s[1], s[2])
              .in(1, s[2])
              .out(s[0], s[2]);
      check(c, (q, x) -> q.affine(x[0], x[1], x[2], x[3]));
      check(c, (q, x) -> q.affine(x[0], x[1], null, x[3]));
    }
  }

  /** Numbers times zero need not be read. */
  @Test
  default void aRowOfMostlyZeros() {
    for (int[] s : new int[][] {{1, 784, 256}, {1, 65, 40}, {3, 70, 64}}) {
      KernelCase c =
          KernelCase.of("affine of rows with zeros", 8 * EPS * (s[1] + 4))
              .wholes(s[0], s[1], 2)
              .in(s[1], s[2])
              .in(1, s[2])
              .out(s[0], s[2]);
      check(c, (q, x) -> q.affine(x[0], x[1], x[2], x[3]));
    }
  }
}
