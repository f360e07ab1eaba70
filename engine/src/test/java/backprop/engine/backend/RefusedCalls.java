// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: sizes and values that do not fit are refused by name. */
public interface RefusedCalls extends KernelsUnderTest {
  private void refused(String method, Consumer<Kernels> call, String... parts) {
    for (Kernels k : List.of(reference(), tested().get(0))) {
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
  default void sizesThatDoNotFit() {
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
    refused("logSoftmax", k -> k.rows().logSoftmax(m(k, 2, 3), m(k, 3, 2)), "2 x 3", "3 x 2");
    refused(
        "rowLoss",
        k -> k.rows().rowLoss(WholeRowKernels.SUMS, m(k, 2, 3), m(k, 4, 1), m(k, 2, 1)),
        "4 x 1");
    refused(
        "rowMap",
        k -> k.rows().rowMap(WholeRowKernels.SUM_AND_FIRST, m(k, 2, 3), m(k, 3, 2)),
        "3 x 2");
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
  default void targetsThatAreNoClass() {
    for (double bad : new double[] {-1, 3, 0.5, Double.NaN}) {
      refused(
          "softmaxCrossEntropy",
          k -> {
            Matrix target = m(k, 2, 1);
            target.set(1, bad);
            Matrix loss = m(k, 2, 1);
            k.softmaxCrossEntropy(m(k, 2, 3), target, 0, m(k, 2, 3), loss);
            loss.toArray(); // A device tells with the first number that is read.
          },
          "row 1",
          String.valueOf(bad));
    }
  }
}
