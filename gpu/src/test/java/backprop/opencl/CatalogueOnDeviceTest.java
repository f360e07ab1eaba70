// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.activation.Activation;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.Rowwise;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Shape;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All activations and losses of the catalogue on a device, beside the reference. */
@Tag("slow")
@Tag("device")
final class CatalogueOnDeviceTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 6;

  @BeforeAll
  static void needsDevice() {
    Here.assumeDevice();
  }

  private static <T> List<T> all(Class<T> kind) {
    return Catalogs.texts().catalog(kind).entries().stream()
        .map(e -> parsed(kind, e.name()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Null for what has no defaults. */
  private static <T> T parsed(Class<T> kind, String name) {
    try {
      return Catalogs.parse(kind, name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** What a call leaves in three matrices; the numbers are multiples of 1/8 away from kinks. */
  private static double[][] run(
      Kernels k, int columns, double[] targets, BiConsumer<Kernels, Matrix[]> call) {
    Matrix x = Matrix.of(k.allocate(ROWS * columns), ROWS, columns);
    Matrix t = Matrix.of(k.allocate(ROWS * columns), ROWS, targets.length / ROWS);
    Matrix y = Matrix.of(k.allocate(ROWS * columns), ROWS, columns);
    Matrix column = Matrix.of(k.allocate(ROWS), ROWS, 1);
    Matrix d = Matrix.of(k.allocate(ROWS * columns), ROWS, columns);
    double[] numbers = new double[ROWS * columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i * 37 % numbers.length - numbers.length / 2) / 16.0 + 0.03125;
    }
    x.set(numbers);
    t.set(targets);
    k.fill(0.7, column);
    call.accept(k, new Matrix[] {x, t, y, column, d});
    return new double[][] {y.toArray(), column.toArray(), d.toArray()};
  }

  private static void compare(
      String name,
      int columns,
      double[] targets,
      List<String> wrong,
      BiConsumer<Kernels, Matrix[]> call) {
    double[][] want;
    double[][] got;
    try (Kernels reference = new ReferenceBackend().open(1);
        Kernels device = new OpenClBackend().open(1)) {
      want = run(reference, columns, targets, call);
      got = run(device, columns, targets, call);
    }
    for (int i = 0; i < want.length; i++) {
      for (int j = 0; j < want[i].length; j++) {
        double allowed = 4e-6 * Math.max(1, Math.abs(want[i][j]));
        if (Double.compare(want[i][j], got[i][j]) != 0
            && !(Math.abs(want[i][j] - got[i][j]) <= allowed)) {
          wrong.add(name + ", output " + i + ", " + j + ": " + got[i][j] + " not " + want[i][j]);
          return;
        }
      }
    }
  }

  @Test
  void activations() {
    List<String> wrong = new ArrayList<>();
    for (Activation a : all(Activation.class)) {
      if (a instanceof Elementwise f) {
        compare(
            a.toString(),
            COLUMNS,
            new double[ROWS],
            wrong,
            (k, m) -> {
              k.map(f, m[0], m[2]);
              k.mapGradient(f, m[0], m[2], m[0], 0, m[4]);
            });
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void losses() {
    List<String> wrong = new ArrayList<>();
    for (Loss loss : all(Loss.class)) {
      int columns = loss.outputs(3);
      double[] targets = targets(loss.target(Shape.of(columns)).columns());
      if (loss instanceof Pairwise f) {
        compare(
            loss.toString(),
            columns,
            targets,
            wrong,
            (k, m) -> {
              k.pairLossGradient(f, m[0], m[1], m[3], 0, m[4]);
              k.pairLoss(f, m[0], m[1], m[3]);
            });
      } else if (loss instanceof Rowwise f) {
        compare(
            loss.toString(),
            columns,
            targets,
            wrong,
            (k, m) -> {
              k.rows().rowLossGradient(f, m[0], m[1], m[3], 0, m[4]);
              k.rows().rowLoss(f, m[0], m[1], m[3]);
            });
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static double[] targets(int width) {
    double[] t = new double[ROWS * width];
    for (int i = 0; i < t.length; i++) {
      t[i] = i * 7 % 2;
    }
    return t;
  }
}
