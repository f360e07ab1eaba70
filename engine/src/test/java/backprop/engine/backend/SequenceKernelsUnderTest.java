// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Softplus;
import backprop.engine.activation.Tanh;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: recurrent cells, single steps and lookups. */
public interface SequenceKernelsUnderTest extends KernelsUnderTest {
  /** Examples, steps, units. */
  int[][] SEQUENCES = {
    {1, 1, 1}, {0, 2, 3}, {2, 3, 1}, {3, 5, 2}, {5, 2, 17}, {33, 4, 13}, {64, 7, 64}, {7, 3, 130}
  };

  /** Steps forward and backward, whole and cut, with and without recurrent dropout. */
  private static List<Recurrence> ways(int time) {
    return List.of(
        new Recurrence(time, false, 0, 0),
        new Recurrence(time, true, 2, 0),
        new Recurrence(time, false, 1, 0.4),
        new Recurrence(time, true, 0, 0.25));
  }

  /** Rounding grows with the length of the sums and over the steps. */
  private static double tolerance(int time, int units) {
    return 64 * EPS * (units + 8) * time;
  }

  private static KernelCase sequences(String name, int[] size, int groups) {
    int rows = size[0] * size[1];
    double scale = 1 / Math.sqrt(size[2]);
    return KernelCase.of(name, tolerance(size[1], size[2]))
        .in(rows, groups * size[2])
        .in(size[2], groups * size[2], -scale, scale)
        .indices(rows, 2)
        .in(rows, size[2]);
  }

  @Test
  default void simpleRecurrence() {
    Elementwise f = new Tanh();
    for (int[] s : SEQUENCES) {
      int rows = s[0] * s[1];
      for (Recurrence how : ways(s[1])) {
        for (boolean masked : new boolean[] {false, true}) {
          KernelCase c =
              sequences("rnn " + how + masked, s, 1)
                  .out(rows, s[2])
                  .out(rows, s[2])
                  .out(rows, s[2]);
          check(
              c,
              (q, x) -> {
                Matrix mask = masked ? x[2] : null;
                q.sequences().rnn(how, 77, f, x[0], x[1], mask, x[4], x[5], x[6]);
                q.sequences().rnnGradient(how, 77, f, x[1], mask, x[6], x[3], x[5]);
              });
        }
      }
    }
  }

  @Test
  default void longShortTermMemory() {
    Elementwise gate = new Sigmoid();
    Elementwise candidate = new Tanh();
    for (int[] s : SEQUENCES) {
      int rows = s[0] * s[1];
      for (Recurrence how : ways(s[1])) {
        for (boolean masked : new boolean[] {false, true}) {
          KernelCase c =
              sequences("lstm " + how + masked, s, 4)
                  .out(rows, s[2])
                  .out(rows, 4 * s[2])
                  .out(rows, 4 * s[2])
                  .out(rows, s[2])
                  .out(rows, s[2]);
          check(
              c,
              (q, x) -> {
                Matrix mask = masked ? x[2] : null;
                q.sequences()
                    .lstm(how, 78, gate, candidate, x[0], x[1], mask, x[4], x[5], x[6], x[7], x[8]);
                q.sequences()
                    .lstmGradient(how, 78, gate, candidate, x[1], mask, x[6], x[7], x[3], x[5]);
              });
        }
      }
    }
  }

  @Test
  default void gatedRecurrentUnit() {
    Elementwise gate = new Sigmoid();
    Elementwise candidate = new Tanh();
    for (int[] s : SEQUENCES) {
      int rows = s[0] * s[1];
      for (Recurrence how : ways(s[1])) {
        for (boolean masked : new boolean[] {false, true}) {
          KernelCase c =
              sequences("gru " + how + masked, s, 3)
                  .in(1, 3 * s[2])
                  .out(rows, s[2])
                  .out(rows, 3 * s[2])
                  .out(rows, 3 * s[2])
                  .out(rows, 3 * s[2])
                  .out(rows, s[2]);
          check(
              c,
              (q, x) -> {
                Matrix mask = masked ? x[2] : null;
                q.sequences()
                    .gru(
                        how, 79, gate, candidate, x[0], x[1], x[4], mask, x[5], x[6], x[7], x[8],
                        x[9]);
                q.sequences()
                    .gruGradient(
                        how, 79, gate, candidate, x[1], mask, x[8], x[9], x[3], x[6], x[7]);
              });
        }
      }
    }
  }

  /** The arguments of a function's derivative must be its own. */
  @Test
  default void functionsThatNeedTheirArgument() {
    Elementwise f = new Softplus();
    Recurrence how = new Recurrence(3, false, 0, 0);
    int[] s = {4, 3, 5};
    KernelCase c = sequences("rnn softplus", s, 1).out(12, 5).out(12, 5).out(12, 5);
    check(
        c,
        (q, x) -> {
          q.sequences().rnn(how, 0, f, x[0], x[1], null, x[4], x[5], x[6]);
          q.sequences().rnnGradient(how, 0, f, x[1], null, x[6], x[3], x[5]);
        });
  }

  @Test
  default void stepsAndMasks() {
    for (int[] size : new int[][] {{1, 1}, {0, 3}, {2, 0}, {3, 5}, {17, 31}, {33, 64}}) {
      for (double beta : new double[] {0, 1}) {
        stepsAndMasks(size[0], size[1], beta);
      }
    }
  }

  private void stepsAndMasks(int r, int c, double beta) {
    check(
        KernelCase.of("keepRows", 4 * EPS).in(r, c).indices(r, 2).out(r, c, beta),
        (q, x) -> q.sequences().keepRows(x[0], x[1], beta, x[2]));
    check(
        KernelCase.of("padding", 0).indices(r, 2).out(r, 1),
        (q, x) -> q.sequences().padding(x[0], 1, true, x[1]));
    for (int time : new int[] {1, 4}) {
      for (boolean first : new boolean[] {false, true}) {
        for (boolean masked : new boolean[] {false, true}) {
          check(
              KernelCase.of("endStep", 0).in(r * time, c).indices(r * time, 2).out(r, c),
              (q, x) -> q.sequences().endStep(x[0], time, first, masked ? x[1] : null, x[2]));
          check(
              KernelCase.of("endStepGradient", 4 * EPS)
                  .in(r, c)
                  .indices(r * time, 2)
                  .out(r * time, c, beta),
              (q, x) ->
                  q.sequences()
                      .endStepGradient(x[0], time, first, masked ? x[1] : null, beta, x[2]));
        }
      }
    }
  }

  @Test
  default void paddingOfValuesAndMissingOnes() {
    double nan = Double.NaN;
    for (Kernels k : List.of(reference(), tested().get(0))) {
      Matrix x = Matrix.of(k.allocate(10), 5, 2);
      x.set(0.1f, 0.1f, 0.1f, 0, nan, nan, nan, 0.1f, 0, 0);
      Matrix mask = Matrix.of(k.allocate(5), 5, 1);
      k.sequences().padding(x, 0.1f, true, mask);
      assertTrue(List.of(0.0, 1.0, 0.0, 1.0, 1.0).equals(boxed(mask)), boxed(mask)::toString);
      k.sequences().padding(x, 0.1f, false, mask);
      assertTrue(List.of(0.0, 1.0, 1.0, 1.0, 1.0).equals(boxed(mask)), boxed(mask)::toString);
      Matrix kept = Matrix.of(k.allocate(10), 5, 2);
      mask.set(1, 1, 0, 0, 1);
      k.sequences().keepRows(x, mask, 0, kept);
      assertTrue(k.allFinite(kept), "NaN in steps that are not kept");
    }
  }

  private static List<Double> boxed(Matrix m) {
    return Arrays.stream(m.toArray()).boxed().toList();
  }

  @Test
  default void lookups() {
    int[][] sizes = {{1, 1, 1, 1}, {0, 3, 2, 2}, {5, 2, 7, 3}, {64, 11, 13, 16}, {700, 5, 97, 41}};
    for (int[] s : sizes) {
      for (double beta : new double[] {0, 1}) {
        check(
            KernelCase.of("lookup", 0).in(s[2], s[3]).indices(s[0], s[2]).out(s[0], s[3]),
            (q, x) -> q.tables().lookup(x[1], x[0], x[2]));
        check(
            KernelCase.of("lookupGradient", 8 * EPS * (s[0] + 4))
                .in(s[0], s[3])
                .indices(s[0], s[2])
                .out(s[2], s[3], beta),
            (q, x) -> q.tables().lookupGradient(x[1], x[0], beta, x[2]));
      }
    }
  }

  /** About one of three elements is stored; each second column has a usual value. */
  private static SparseMatrix sparse(Kernels k, int rows, int columns) {
    RandomStream random = new RandomStream(RandomStream.key(rows, columns));
    float[] usual = new float[columns];
    for (int j = 0; j < columns; j += 2) {
      usual[j] = 0.01f * j - 0.5f;
    }
    Matrix row = Matrix.of(k.allocate(columns), 1, columns);
    row.buffer().write(0, usual, 0, columns);
    SparseMatrix x = new SparseMatrix(row);
    x.clear(rows);
    int[] at = new int[columns];
    float[] values = new float[columns];
    for (int r = 0; r < rows; r++) {
      int n = 0;
      for (int j = 0; j < columns; j++) {
        if (random.nextInt(3) == 0) {
          at[n] = j;
          values[n++] = (float) random.nextGaussian();
        }
      }
      x.add(at, values, 0, n, usual);
    }
    return x;
  }

  @Test
  default void sparseProducts() {
    int[][] sizes = {
      {1, 1, 1}, {0, 3, 2}, {5, 2, 7}, {64, 131, 17}, {33, 700, 130}, {128, 999, 64}
    };
    for (int[] s : sizes) {
      double tolerance = 8 * EPS * (s[1] + 8);
      for (boolean bias : new boolean[] {true, false}) {
        check(
            KernelCase.of("sparseAffine", tolerance).in(s[1], s[2]).in(1, s[2]).out(s[0], s[2]),
            (q, x) ->
                q.tables().sparseAffine(sparse(q, s[0], s[1]), x[0], bias ? x[1] : null, x[2]));
      }
      for (double beta : new double[] {0, 1}) {
        check(
            KernelCase.of("sparseGradient", 8 * EPS * (s[0] + 8))
                .in(s[0], s[2])
                .out(s[1], s[2], beta),
            (q, x) -> q.tables().sparseGradient(sparse(q, s[0], s[1]), x[0], beta, x[1]));
      }
    }
  }

  @Test
  default void wrongSizesOfSparseProducts() {
    for (Kernels k : List.of(reference(), tested().get(0))) {
      SparseMatrix x = sparse(k, 3, 4);
      Matrix m = Matrix.of(k.allocate(12), 3, 4);
      String said =
          assertThrows(IllegalArgumentException.class, () -> k.tables().sparseAffine(x, m, null, m))
              .getMessage();
      assertTrue(said.startsWith("sparseAffine of 3 x 4, "), said);
      said =
          assertThrows(IllegalArgumentException.class, () -> k.tables().sparseGradient(x, m, 0, m))
              .getMessage();
      assertTrue(said.startsWith("sparseGradient of 3 x 4, "), said);
    }
  }

  @Test
  default void indicesInSeveralColumnsAndNone() {
    for (Kernels k : tested()) {
      Matrix table = Matrix.of(k.allocate(4), 2, 2);
      table.set(1, 2, 3, 4);
      Matrix indices = Matrix.of(k.allocate(4), 2, 2);
      indices.set(1, -1, Double.NaN, 0);
      Matrix y = Matrix.of(k.allocate(8), 4, 2);
      k.tables().lookup(indices, table, y);
      assertTrue(
          List.of(3.0, 4.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0).equals(boxed(y)), boxed(y)::toString);
      k.tables().lookupGradient(indices, y, 0, table);
      assertTrue(List.of(1.0, 2.0, 3.0, 4.0).equals(boxed(table)), boxed(table)::toString);
    }
  }

  @Test
  default void wrongSequencesAndIndices() {
    for (Kernels k : List.of(reference(), tested().get(0))) {
      Matrix table = Matrix.of(k.allocate(4), 2, 2);
      for (double bad : new double[] {2, -2, 0.5, Double.POSITIVE_INFINITY}) {
        Matrix index = Matrix.of(k.allocate(2), 2, 1);
        index.set(1, bad);
        String said =
            assertThrows(
                    IllegalArgumentException.class,
                    () -> {
                      k.tables().lookup(index, table, table);
                      table.toArray(); // A device tells with the first number that is read.
                    })
                .getMessage();
        assertTrue(
            said.startsWith("lookup: the index of row 1, column 0 is " + bad)
                && said.contains("0 to 1"),
            said);
      }
      Matrix x = Matrix.of(k.allocate(6), 3, 2);
      String said =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> k.sequences().endStep(x, 2, false, null, table))
              .getMessage();
      assertTrue(said.startsWith("endStep: 3 rows") && said.contains("2 steps"), said);
      Matrix u = Matrix.of(k.allocate(8), 2, 4);
      Recurrence how = new Recurrence(3, false, 0, 0);
      said =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> k.sequences().rnn(how, 0, new Tanh(), x, u, null, x, x, x))
              .getMessage();
      assertTrue(said.startsWith("rnn: ") && said.contains("2 x 4"), said);
    }
  }
}
