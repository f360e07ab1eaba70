// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.cpu.ReferenceBackend;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every backend must satisfy: each kernel agrees with the double-precision reference for odd,
 * prime, empty and large sizes and for strided views; old content is not read where beta is 0; the
 * bits do not depend on the number of threads; sizes that do not fit are refused by name.
 *
 * <p>To test a backend, extend this class and open its kernels.
 */
public abstract class KernelsContract {
  /** Unit roundoff of float. */
  protected static final double EPS = 0x1p-24;

  /** Rows and columns; the last ones are large enough for threads. */
  private static final int[][] SIZES = {
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

  protected Kernels reference;
  protected List<Kernels> tested;

  /** Kernels of the backend under test. */
  protected abstract Kernels open(int threads);

  @BeforeEach
  void openAll() {
    reference = new ReferenceBackend().open(1);
    tested = List.of(open(1), open(2), open(3));
  }

  @AfterEach
  void closeAll() {
    tested.forEach(Kernels::close);
    reference.close();
  }

  private interface Sized {
    void run(int rows, int columns);
  }

  private static void forSizes(Sized s) {
    for (int[] size : SIZES) {
      s.run(size[0], size[1]);
    }
  }

  private interface WithBeta {
    void run(int rows, int columns, double beta);
  }

  private static void forSizesAndBetas(WithBeta s) {
    forSizes(
        (r, c) -> {
          s.run(r, c, 0);
          s.run(r, c, 1);
        });
  }

  private void check(KernelCase c, KernelCase.Call call) {
    c.check(reference, tested, call);
  }

  private static KernelCase unary(String name, double tolerance, int r, int c, double beta) {
    return KernelCase.of(name, tolerance).in(r, c).out(r, c, beta);
  }

  private static KernelCase binary(String name, double tolerance, int r, int c, double beta) {
    return KernelCase.of(name, tolerance).in(r, c).in(r, c).out(r, c, beta);
  }

  // ---- linear algebra

  @Test
  void gemm() {
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
  void affine() {
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

  // ---- elementwise

  @Test
  void map() {
    forSizes(
        (r, c) -> {
          check(unary("map", 4 * EPS, r, c, 0), (q, x) -> q.map(TestFunctions.CUBIC, x[0], x[1]));
          check(
              KernelCase.of("map in place", 8 * EPS).update(r, c),
              (q, x) -> q.map(TestFunctions.CUBIC, x[0], x[0]));
        });
  }

  @Test
  void mapGradient() {
    forSizesAndBetas(
        (r, c, beta) -> {
          KernelCase k =
              KernelCase.of("mapGradient", 16 * EPS).in(r, c).in(r, c).in(r, c).out(r, c, beta);
          check(k, (q, x) -> q.mapGradient(TestFunctions.CUBIC, x[0], x[1], x[2], beta, x[3]));
        });
    forSizes(
        (r, c) ->
            check(
                KernelCase.of("mapGradient in place", 16 * EPS).in(r, c).in(r, c).update(r, c),
                (q, x) -> q.mapGradient(TestFunctions.CUBIC, x[0], x[1], x[2], 0, x[2])));
  }

  @Test
  void fillCopyAdd() {
    forSizes(
        (r, c) -> {
          check(KernelCase.of("fill", EPS).out(r, c), (q, x) -> q.fill(0.3, x[0]));
          check(unary("copy", 0, r, c, 0), (q, x) -> q.copy(x[0], x[1]));
          check(binary("add", EPS, r, c, 0), (q, x) -> q.add(x[0], x[1], x[2]));
          check(
              KernelCase.of("add to itself", EPS).update(r, c).in(r, c),
              (q, x) -> q.add(x[0], x[1], x[0]));
          check(
              KernelCase.of("add to second", EPS).in(r, c).update(r, c),
              (q, x) -> q.add(x[0], x[1], x[1]));
        });
  }

  @Test
  void axpby() {
    forSizes(
        (r, c) -> {
          for (double beta : new double[] {0, 1, -0.5}) {
            check(unary("axpby", 4 * EPS, r, c, beta), (q, x) -> q.axpby(0.7, x[0], beta, x[1]));
            check(unary("axpby", 4 * EPS, r, c, beta), (q, x) -> q.axpby(1, x[0], beta, x[1]));
          }
          check(
              KernelCase.of("axpby in place", 4 * EPS).update(r, c),
              (q, x) -> q.axpby(0.7, x[0], 0, x[0]));
        });
  }

  @Test
  void multiply() {
    forSizesAndBetas(
        (r, c, beta) -> {
          check(
              binary("multiply", 4 * EPS, r, c, beta),
              (q, x) -> q.multiply(x[0], x[1], beta, x[2]));
          check(
              KernelCase.of("multiply in place", 8 * EPS).update(r, c).in(r, c),
              (q, x) -> q.multiply(x[0], x[1], beta, x[0]));
        });
  }

  @Test
  void rowsAdded() {
    forSizesAndBetas(
        (r, c, beta) -> {
          KernelCase add = KernelCase.of("addRow", EPS).in(r, c).in(1, c).out(r, c);
          check(add, (q, x) -> q.addRow(x[0], x[1], x[2]));
          check(
              KernelCase.of("addRow in place", EPS).update(r, c).in(1, c),
              (q, x) -> q.addRow(x[0], x[1], x[0]));
          KernelCase product =
              KernelCase.of("multiplyRow", 4 * EPS).in(r, c).in(1, c).out(r, c, beta);
          check(product, (q, x) -> q.multiplyRow(x[0], x[1], beta, x[2]));
        });
  }

  @Test
  void dropout() {
    forSizesAndBetas(
        (r, c, beta) -> {
          for (double rate : new double[] {0, 0.1, 0.5, 0.9}) {
            check(
                unary("dropout", 8 * EPS, r, c, beta),
                (q, x) -> q.dropout(x[0], rate, 0x123456789ABCDEFL, beta, x[1]));
          }
        });
    Matrix ones = Matrix.of(reference.allocate(100_000), 1000, 100);
    reference.fill(1, ones);
    reference.dropout(ones, 0.2, 5, 0, ones);
    double mean = reference.dot(ones, ones) / 100_000;
    assertEquals(1.25, mean, 0.01);
  }

  // ---- reductions

  @Test
  void sumRows() {
    forSizesAndBetas(
        (r, c, beta) -> {
          check(
              KernelCase.of("sumRows", 4 * EPS * (r + 4)).in(r, c).out(1, c, beta),
              (q, x) -> q.sumRows(x[0], beta, x[1]));
          check(
              KernelCase.of("sumRowsOfProduct", 8 * EPS * (r + 4))
                  .in(r, c)
                  .in(r, c)
                  .out(1, c, beta),
              (q, x) -> q.sumRowsOfProduct(x[0], x[1], beta, x[2]));
        });
  }

  /** A number as a 1 x 1 matrix, to be compared like the other results. */
  private static void put(Kernels k, Matrix m, double value) {
    m.set(value);
  }

  @Test
  void scalars() {
    forSizes(
        (r, c) -> {
          double t = 4 * EPS * (Math.sqrt((double) r * c) + 4);
          KernelCase two = KernelCase.of("dot", t).in(r, c).in(r, c).out(1, 1);
          check(two, (q, x) -> put(q, x[2], q.dot(x[0], x[1])));
          KernelCase one = KernelCase.of("sums", t).in(r, c).out(1, 1);
          check(one, (q, x) -> put(q, x[1], q.sumOfSquares(x[0])));
          check(one, (q, x) -> put(q, x[1], q.sumOfAbsolutes(x[0])));
          check(one, (q, x) -> put(q, x[1], q.allFinite(x[0]) ? 1 : 0));
        });
  }

  @Test
  void allFinite() {
    for (Kernels k : tested) {
      Matrix wide = Matrix.of(k.allocate(90_000), 300, 300);
      Matrix m = wide.columns(7, 200);
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        for (int at : new int[] {7, 206, 150 * 300 + 100, 299 * 300 + 206}) {
          wide.buffer().write(at, new float[] {bad}, 0, 1);
          assertFalse(k.allFinite(m), bad + " at " + at);
          wide.buffer().write(at, new float[] {Float.MAX_VALUE}, 0, 1);
          assertTrue(k.allFinite(m));
        }
        wide.buffer().write(6, new float[] {bad}, 0, 1);
        assertTrue(k.allFinite(m), "what lies outside the view does not count");
      }
    }
  }

  // ---- normalization

  @Test
  void normalizeRows() {
    forSizesAndBetas(
        (r, c, beta) -> {
          if (c < 2) {
            return;
          }
          double t = 16 * EPS * (Math.sqrt(c) + 4);
          check(
              KernelCase.of("normalizeRows", t).in(r, c).out(r, c).out(r, 1),
              (q, x) -> q.normalizeRows(x[0], 1e-5, x[1], x[2]));
          check(
              KernelCase.of("normalizeRows far from zero", 100 * t)
                  .in(r, c, 50, 52)
                  .out(r, c)
                  .out(r, 1),
              (q, x) -> q.normalizeRows(x[0], 1e-3, x[1], x[2]));
          KernelCase g =
              KernelCase.of("normalizeRowsGradient", t)
                  .in(r, c)
                  .in(r, 1, 0.5, 2)
                  .in(r, c)
                  .out(r, c, beta);
          check(g, (q, x) -> q.normalizeRowsGradient(x[0], x[1], x[2], beta, x[3]));
        });
  }

  @Test
  void normalizeColumns() {
    forSizesAndBetas(
        (r, c, beta) -> {
          double t = 16 * EPS * (r + 4);
          check(
              KernelCase.of("columnMoments", t).in(r, c, -1, 3).out(1, c).out(1, c),
              (q, x) -> q.columnMoments(x[0], x[1], x[2]));
          KernelCase n =
              KernelCase.of("normalizeColumns", 16 * EPS)
                  .in(r, c)
                  .in(1, c)
                  .in(1, c, 0.5, 2)
                  .out(r, c);
          check(n, (q, x) -> q.normalizeColumns(x[0], x[1], x[2], 1e-5, x[3]));
          KernelCase g =
              KernelCase.of("normalizeColumnsGradient", t)
                  .in(r, c)
                  .in(1, c, 0.5, 2)
                  .in(r, c)
                  .out(r, c, beta);
          check(g, (q, x) -> q.normalizeColumnsGradient(x[0], x[1], 1e-5, x[2], beta, x[3]));
        });
  }

  // ---- softmax and losses

  @Test
  void softmax() {
    forSizesAndBetas(
        (r, c, beta) -> {
          double t = 16 * EPS * (Math.sqrt(c) + 4);
          for (double range : new double[] {2, 60}) {
            check(
                KernelCase.of("softmax", t).in(r, c, -range, range).out(r, c),
                (q, x) -> q.softmax(x[0], x[1]));
          }
          check(KernelCase.of("softmax in place", t).update(r, c), (q, x) -> q.softmax(x[0], x[0]));
          check(
              binary("softmaxGradient", t * 4, r, c, beta),
              (q, x) -> q.softmaxGradient(x[0], x[1], beta, x[2]));
        });
  }

  @Test
  void softmaxOfInfinities() {
    for (Kernels k : tested) {
      Matrix m = Matrix.of(k.allocate(3), 1, 3);
      m.set(Double.NEGATIVE_INFINITY, 1, 1);
      k.softmax(m, m);
      assertEquals(List.of(0.0, 0.5, 0.5), java.util.Arrays.stream(m.toArray()).boxed().toList());
    }
  }

  @Test
  void softmaxCrossEntropy() {
    forSizesAndBetas(
        (r, c, beta) -> {
          if (c == 0) {
            return;
          }
          double t = 32 * EPS * (Math.sqrt(c) + 4);
          for (double smoothing : new double[] {0, 0.1}) {
            check(
                KernelCase.of("softmaxCrossEntropy", t)
                    .in(r, c, -9, 9)
                    .indices(r, c)
                    .out(r, c)
                    .out(r, 1),
                (q, x) -> q.softmaxCrossEntropy(x[0], x[1], smoothing, x[2], x[3]));
            check(
                KernelCase.of("softmaxCrossEntropyGradient", t)
                    .in(r, c, 0, 1)
                    .indices(r, c)
                    .in(r, 1)
                    .out(r, c, beta),
                (q, x) -> q.softmaxCrossEntropyGradient(x[0], x[1], smoothing, x[2], beta, x[3]));
          }
        });
  }

  @Test
  void pairs() {
    forSizesAndBetas(
        (r, c, beta) -> {
          KernelCase loss =
              KernelCase.of("pairLoss", 16 * EPS * (Math.sqrt(c) + 4)).in(r, c).in(r, c).out(r, 1);
          check(loss, (q, x) -> q.pairLoss(TestFunctions.SQUARE, x[0], x[1], x[2]));
          KernelCase g =
              KernelCase.of("pairLossGradient", 16 * EPS)
                  .in(r, c)
                  .in(r, c)
                  .in(r, 1)
                  .out(r, c, beta);
          check(
              g, (q, x) -> q.pairLossGradient(TestFunctions.SQUARE, x[0], x[1], x[2], beta, x[3]));
        });
  }

  // ---- rows and vectors

  @Test
  void gatherRows() {
    forSizes(
        (r, c) -> {
          int[] rows = new int[r + 3];
          for (int i = 0; i < rows.length; i++) {
            rows[i] = (i * 7 + 3) % 11;
          }
          check(
              KernelCase.of("gatherRows", 0).in(11, c).out(r, c),
              (q, x) -> q.gatherRows(x[0], rows, 2, r, x[1]));
        });
  }

  @Test
  void update() {
    for (int n : new int[] {1, 10, 1031, 100_003}) {
      for (Kernels k : tested) {
        double[][] results = new double[2][];
        for (int which = 0; which < 2; which++) {
          Kernels q = which == 0 ? reference : k;
          Matrix[] m = new Matrix[3];
          for (int i = 0; i < 3; i++) {
            m[i] = Matrix.of(q.allocate(n), 1, n);
            double[] x = new double[n];
            for (int j = 0; j < n; j++) {
              x[j] = (float) Math.sin(j + i);
            }
            m[i].set(x);
          }
          int from = Math.min(3, n - 1);
          double[] constants = {0.1};
          Matrix[] slots = {m[2]};
          q.update(TestFunctions.MOMENTUM, constants, from, n - from, m[0], m[1], slots);
          results[which] = m[0].toArray();
        }
        for (int j = 0; j < n; j++) {
          assertEquals(results[0][j], results[1][j], 8 * EPS, "element " + j + " of " + n);
        }
      }
    }
  }

  @Test
  void limitColumnNorms() {
    forSizes(
        (r, c) -> {
          double limit = 0.9 * Math.sqrt(r);
          check(
              KernelCase.of("limitColumnNorms", 16 * EPS * (Math.sqrt(r) + 4)).update(r, c),
              (q, x) -> q.limitColumnNorms(x[0], limit));
        });
  }

  // ---- refusals

  private void refused(String method, Consumer<Kernels> call, String... parts) {
    for (Kernels k : List.of(reference, tested.get(0))) {
      String said = assertThrows(IllegalArgumentException.class, () -> call.accept(k)).getMessage();
      assertTrue(said.startsWith(method + ": "), said);
      for (String part : parts) {
        assertTrue(said.contains(part), said + " should name " + part);
      }
    }
  }

  private static Matrix m(Kernels k, int rows, int columns) {
    return Matrix.of(k.allocate(Math.max(1, rows * columns)), rows, columns);
  }

  @Test
  void sizesThatDoNotFit() {
    refused(
        "gemm",
        k -> k.gemm(false, true, 1, m(k, 2, 3), m(k, 3, 4), 0, m(k, 2, 4)),
        "2 x 3",
        "3 x 4 transposed",
        "2 x 4");
    refused("affine", k -> k.affine(m(k, 2, 3), m(k, 3, 4), m(k, 4, 1), m(k, 2, 4)), "4 x 1");
    refused("map", k -> k.map(TestFunctions.CUBIC, m(k, 2, 3), m(k, 3, 2)), "2 x 3", "3 x 2");
    refused(
        "mapGradient",
        k -> k.mapGradient(TestFunctions.CUBIC, m(k, 1, 1), m(k, 1, 1), m(k, 1, 2), 0, m(k, 1, 1)),
        "1 x 2");
    refused("copy", k -> k.copy(m(k, 2, 3), m(k, 6, 1)), "6 x 1");
    refused("axpby", k -> k.axpby(1, m(k, 2, 3), 1, m(k, 6, 1)), "6 x 1");
    refused("add", k -> k.add(m(k, 2, 3), m(k, 2, 3), m(k, 2, 4)), "2 x 4");
    refused("multiply", k -> k.multiply(m(k, 2, 3), m(k, 2, 3), 0, m(k, 2, 4)), "2 x 4");
    refused("multiply", k -> k.multiply(m(k, 2, 3), m(k, 2, 3), 0.5, m(k, 2, 3)), "0.5");
    refused("addRow", k -> k.addRow(m(k, 2, 3), m(k, 1, 2), m(k, 2, 3)), "1 x 2");
    refused("multiplyRow", k -> k.multiplyRow(m(k, 2, 3), m(k, 3, 1), 0, m(k, 2, 3)), "3 x 1");
    refused("dropout", k -> k.dropout(m(k, 2, 3), 1, 7, 0, m(k, 2, 3)), "1.0");
    refused("sumRows", k -> k.sumRows(m(k, 2, 3), 0, m(k, 1, 2)), "1 x 2");
    refused(
        "sumRowsOfProduct",
        k -> k.sumRowsOfProduct(m(k, 2, 3), m(k, 2, 2), 0, m(k, 1, 3)),
        "2 x 2");
    refused("dot", k -> k.dot(m(k, 2, 3), m(k, 2, 2)), "2 x 2");
    refused("normalizeRows", k -> k.normalizeRows(m(k, 2, 3), 0, m(k, 2, 3), m(k, 3, 1)), "3 x 1");
    refused(
        "normalizeRowsGradient",
        k -> k.normalizeRowsGradient(m(k, 2, 3), m(k, 1, 1), m(k, 2, 3), 0, m(k, 2, 3)),
        "1 x 1");
    refused("columnMoments", k -> k.columnMoments(m(k, 2, 3), m(k, 1, 3), m(k, 1, 2)), "1 x 2");
    refused(
        "normalizeColumns",
        k -> k.normalizeColumns(m(k, 2, 3), m(k, 1, 3), m(k, 1, 2), 0, m(k, 2, 3)),
        "1 x 2");
    refused(
        "normalizeColumnsGradient",
        k -> k.normalizeColumnsGradient(m(k, 2, 3), m(k, 2, 1), 0, m(k, 2, 3), 0, m(k, 2, 3)),
        "2 x 1");
    refused("softmax", k -> k.softmax(m(k, 2, 3), m(k, 2, 2)), "2 x 2");
    refused("softmaxGradient", k -> k.softmaxGradient(m(k, 2, 3), m(k, 2, 2), 0, m(k, 2, 3)));
    refused(
        "softmaxCrossEntropy",
        k -> k.softmaxCrossEntropy(m(k, 2, 3), m(k, 2, 2), 0, m(k, 2, 3), m(k, 2, 1)),
        "2 x 2");
    refused(
        "softmaxCrossEntropyGradient",
        k -> k.softmaxCrossEntropyGradient(m(k, 2, 3), m(k, 2, 1), 0, m(k, 1, 1), 0, m(k, 2, 3)),
        "1 x 1");
    refused(
        "pairLoss",
        k -> k.pairLoss(TestFunctions.SQUARE, m(k, 2, 3), m(k, 2, 3), m(k, 1, 2)),
        "1 x 2");
    refused(
        "pairLossGradient",
        k ->
            k.pairLossGradient(
                TestFunctions.SQUARE, m(k, 2, 3), m(k, 2, 3), m(k, 1, 2), 0, m(k, 2, 3)),
        "1 x 2");
    refused(
        "gatherRows", k -> k.gatherRows(m(k, 2, 3), new int[] {0, 2}, 0, 2, m(k, 2, 3)), "row 2");
    refused(
        "gatherRows", k -> k.gatherRows(m(k, 2, 3), new int[] {0, 1}, 1, 2, m(k, 2, 3)), "from 1");
    refused(
        "update",
        k ->
            k.update(
                TestFunctions.MOMENTUM,
                new double[1],
                2,
                3,
                m(k, 1, 4),
                m(k, 1, 4),
                new Matrix[] {m(k, 1, 4)}),
        "3 elements from 2 of 4");
  }

  @Test
  void targetsThatAreNoClass() {
    for (double bad : new double[] {-1, 3, 0.5, Double.NaN}) {
      refused(
          "softmaxCrossEntropy",
          k -> {
            Matrix target = m(k, 2, 1);
            target.set(1, bad);
            k.softmaxCrossEntropy(m(k, 2, 3), target, 0, m(k, 2, 3), m(k, 2, 1));
          },
          "row 1",
          String.valueOf(bad));
    }
  }
}
