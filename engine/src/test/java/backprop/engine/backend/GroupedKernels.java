// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: groups of rows and slices of columns. */
public interface GroupedKernels extends KernelsUnderTest {
  /** Groups, slices, rows of the output's blocks, inner size, columns of the output's blocks. */
  int[][] BLOCKS = {
    {1, 1, 1, 1, 1},
    {2, 3, 1, 1, 1},
    {1, 1, 3, 5, 2},
    {3, 2, 4, 0, 3},
    {5, 3, 7, 2, 11},
    {4, 4, 13, 8, 13},
    {2, 1, 65, 33, 40},
    {32, 4, 20, 16, 20},
    {3, 2, 130, 64, 67}
  };

  @Test
  default void gemmByGroups() {
    for (int[] s : BLOCKS) {
      int groups = s[0];
      for (int t = 0; t < 4; t++) {
        boolean ta = (t & 1) != 0;
        boolean tb = (t & 2) != 0;
        for (double beta : new double[] {0, 1, 0.5}) {
          double alpha = beta == 0.5 ? 1 : 0.3;
          KernelCase c =
              KernelCase.of("gemm " + s[0] + " groups, " + s[1] + " slices", 8 * EPS * (s[3] + 4))
                  .in(groups * (ta ? s[3] : s[2]), s[1] * (ta ? s[2] : s[3]))
                  .in(groups * (tb ? s[4] : s[3]), s[1] * (tb ? s[3] : s[4]))
                  .out(groups * s[2], s[1] * s[4], beta);
          check(c, (q, x) -> q.groups().gemm(groups, s[1], ta, tb, alpha, x[0], x[1], beta, x[2]));
        }
      }
    }
  }

  @Test
  default void softmaxByGroups() {
    // groups, slices, rows of a group, columns of a slice
    int[][] sizes = {
      {1, 1, 1, 1},
      {2, 1, 3, 3},
      {3, 2, 5, 4},
      {1, 3, 2, 7},
      {4, 8, 63, 63},
      {16, 2, 17, 700}
    };
    for (int[] s : sizes) {
      int groups = s[0];
      int rows = groups * s[2];
      int columns = s[1] * s[3];
      for (boolean causal : new boolean[] {false, true}) {
        KernelCase masked =
            KernelCase.of("softmax " + s[0] + " groups, causal " + causal, 64 * EPS)
                .in(rows, columns)
                .indices(s[0] * s[3], 2)
                .out(rows, columns);
        check(masked, (q, x) -> q.groups().softmax(groups, s[1], causal, x[0], x[1], x[2]));
        KernelCase open =
            KernelCase.of("softmax without mask, causal " + causal, 64 * EPS)
                .in(rows, columns, -40, 40)
                .out(rows, columns);
        check(open, (q, x) -> q.groups().softmax(groups, s[1], causal, x[0], null, x[1]));
      }
      for (double beta : new double[] {0, 1}) {
        KernelCase g =
            KernelCase.of("softmaxGradient", 16 * EPS * (s[3] + 4))
                .in(rows, columns, 0, 2.0 / s[3])
                .in(rows, columns)
                .out(rows, columns, beta);
        check(g, (q, x) -> q.groups().softmaxGradient(s[1], x[0], x[1], beta, x[2]));
      }
    }
  }

  @Test
  default void softmaxSeesOnlyWhatItMay() {
    for (Kernels k : List.of(reference(), tested().get(0))) {
      Matrix x = Matrix.of(k.allocate(6), 2, 3);
      x.set(1, Float.POSITIVE_INFINITY, 5, 2, 3, Float.NaN);
      Matrix mask = Matrix.of(k.allocate(3), 3, 1);
      mask.set(1, 1, 0);
      Matrix y = Matrix.of(k.allocate(6), 2, 3);
      k.groups().softmax(1, 1, true, x, mask, y);
      double[] p = y.toArray();
      assertEquals(List.of(1.0, 0.0, 0.0), List.of(p[0], p[1], p[2]));
      assertEquals(1 / (1 + Math.E), p[3], 1e-6);
      assertEquals(0, p[5]);
      mask.set(0, 0, 0);
      k.groups().softmax(1, 1, false, x, mask, y);
      for (double v : y.toArray()) {
        assertEquals(0, v, "nothing to see");
      }
    }
  }

  @Test
  default void maximum() {
    forSizesAndBetas(
        (r, c, beta) -> {
          for (int slices = 1; slices < 4; slices++) {
            int s = slices;
            KernelCase m = KernelCase.of("maximum", 0).in(r, s * c).out(r, c);
            check(m, (q, x) -> q.groups().maximum(s, x[0], x[1]));
            KernelCase g =
                KernelCase.of("maximumGradient", EPS).in(r, s * c).in(r, c).out(r, s * c, beta);
            check(g, (q, x) -> q.groups().maximumGradient(s, x[0], x[1], beta, x[2]));
          }
        });
  }

  @Test
  default void aTieGoesToTheFirst() {
    for (Kernels k : List.of(reference(), tested().get(0))) {
      Matrix x = Matrix.of(k.allocate(3), 1, 3);
      x.set(2, 2, 1);
      Matrix dy = Matrix.of(k.allocate(1), 1, 1);
      dy.set(7);
      Matrix dx = Matrix.of(k.allocate(3), 1, 3);
      k.groups().maximumGradient(3, x, dy, 0, dx);
      assertEquals(List.of(7.0, 0.0, 0.0), List.of(at(dx, 0), at(dx, 1), at(dx, 2)));
    }
  }

  private static double at(Matrix row, int column) {
    return row.toArray()[column];
  }

  @Test
  default void copyColumns() {
    forSizesAndBetas(
        (r, c, beta) -> {
          int from = c / 3;
          int count = c - from - c / 4;
          KernelCase k = KernelCase.of("copyColumns", EPS).in(r, c).update(r, count + 5);
          check(k, (q, x) -> q.groups().copyColumns(x[0], from, count, beta, x[1], 2));
        });
  }

  @Test
  default void normalizeByRootMeanSquare() {
    forSizesAndBetas(
        (r, c, beta) -> {
          double t = 16 * EPS * (Math.sqrt(c) + 4);
          KernelCase n =
              KernelCase.of("normalizeByRootMeanSquare", t).in(r, c, 0.5, 2).out(r, c).out(r, 1);
          check(n, (q, x) -> q.groups().normalizeByRootMeanSquare(x[0], 1e-5, x[1], x[2]));
          KernelCase g =
              KernelCase.of("normalizeByRootMeanSquareGradient", t)
                  .in(r, c)
                  .in(r, 1, 0.5, 2)
                  .in(r, c)
                  .out(r, c, beta);
          check(
              g,
              (q, x) -> q.groups().normalizeByRootMeanSquareGradient(x[0], x[1], x[2], beta, x[3]));
        });
  }

  @Test
  default void sinusoids() {
    forSizes(
        (r, c) -> {
          KernelCase k = KernelCase.of("sinusoids", 2 * EPS).out(r, c);
          check(k, (q, x) -> q.groups().sinusoids(10_000, x[0]));
        });
    Matrix y = Matrix.of(reference().allocate(8), 2, 4);
    reference().groups().sinusoids(100, y);
    double[] expected = {0, 1, 0, 1, Math.sin(1), Math.cos(1), Math.sin(0.1), Math.cos(0.1)};
    double[] said = y.toArray();
    for (int i = 0; i < said.length; i++) {
      assertEquals(expected[i], said[i], 1e-15);
    }
  }

  @Test
  default void gaussian() {
    forSizes(
        (r, c) -> {
          KernelCase k = KernelCase.of("gaussian", 4 * EPS).out(r, c);
          check(k, (q, x) -> q.gaussian(0.5, 2, 0x123456789ABCDEFL, x[0]));
        });
  }

  @Test
  default void gaussianNoiseIsNormal() {
    int n = 100_000;
    for (Kernels k : List.of(reference(), tested().get(tested().size() - 1))) {
      Matrix y = Matrix.of(k.allocate(n), 100, n / 100);
      k.gaussian(3, 2, RandomStream.key(5), y);
      double[] z = y.toArray();
      double[] powers = new double[4];
      double neighbors = 0;
      for (int i = 0; i < n; i++) {
        double x = (z[i] - 3) / 2;
        for (int p = 0; p < 4; p++) {
          powers[p] += Math.pow(x, p + 1) / n;
        }
        neighbors += i % 2 == 0 ? x * (z[i + 1] - 3) / 2 / (n / 2.0) : 0;
      }
      assertEquals(0, powers[0], 0.016, "mean, five standard errors");
      assertEquals(1, powers[1], 0.023, "variance");
      assertEquals(0, powers[2], 0.062, "skewness");
      assertEquals(3, powers[3], 0.16, "fourth moment");
      assertEquals(0, neighbors, 0.023, "the two numbers of a pair");
    }
  }

  private void refusedByGroups(String start, Consumer<Kernels> call) {
    for (Kernels k : List.of(reference(), tested().get(0))) {
      String said = assertThrows(IllegalArgumentException.class, () -> call.accept(k)).getMessage();
      assertTrue(said.startsWith(start), said);
    }
  }

  private static Matrix zeros(Kernels k, int rows, int columns) {
    return Matrix.of(k.allocate(Math.max(1, rows * columns)), rows, columns);
  }

  @Test
  default void groupsThatDoNotFit() {
    refusedByGroups(
        "groups.gemm: 4 x 3 cannot be divided into 2 groups and 2 slices",
        k ->
            k.groups()
                .gemm(2, 2, false, false, 1, zeros(k, 4, 3), zeros(k, 4, 4), 0, zeros(k, 4, 4)));
    refusedByGroups(
        "groups.gemm: 4 x 4 times 6 x 4 transposed into 4 x 4 do not fit",
        k ->
            k.groups()
                .gemm(2, 2, false, true, 1, zeros(k, 4, 4), zeros(k, 6, 4), 0, zeros(k, 4, 4)));
    refusedByGroups(
        "groups.softmax: 4 x 6, 4 x 1, 4 x 6 do not fit",
        k -> k.groups().softmax(2, 2, false, zeros(k, 4, 6), zeros(k, 4, 1), zeros(k, 4, 6)));
    refusedByGroups(
        "groups.softmaxGradient: beta is 0.5",
        k -> k.groups().softmaxGradient(1, zeros(k, 2, 2), zeros(k, 2, 2), 0.5, zeros(k, 2, 2)));
    refusedByGroups(
        "groups.maximum: 2 x 6, 2 x 2 do not fit",
        k -> k.groups().maximum(2, zeros(k, 2, 6), zeros(k, 2, 2)));
    refusedByGroups(
        "groups.copyColumns: 3 columns from 1 of 2 x 3 to 0 of 2 x 3",
        k -> k.groups().copyColumns(zeros(k, 2, 3), 1, 3, 0, zeros(k, 2, 3), 0));
    refusedByGroups(
        "groups.normalizeByRootMeanSquare: 2 x 3, 2 x 3, 3 x 1 do not fit",
        k ->
            k.groups()
                .normalizeByRootMeanSquare(zeros(k, 2, 3), 1, zeros(k, 2, 3), zeros(k, 3, 1)));
    refusedByGroups(
        "groups.sinusoids: the base is 0.0", k -> k.groups().sinusoids(0, zeros(k, 2, 3)));
    refusedByGroups("gaussian: the deviation is -1.0", k -> k.gaussian(0, -1, 1, zeros(k, 2, 3)));
  }
}
