// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Room for the smaller of the two products of a weight matrix with itself, {@code W'W} or {@code
 * WW'}.
 *
 * @param gram n x n, where n is the smaller of the weight matrix's two sizes
 * @param diagonal the elements of the diagonal, n x 1: a view
 */
public record GramScratch(Matrix gram, Matrix diagonal) {
  /** One for each matrix, all in the same memory. */
  public static List<GramScratch> of(Kernels k, List<Matrix> matrices) {
    int largest = 0;
    for (Matrix w : matrices) {
      largest = Math.max(largest, Math.min(w.rows(), w.columns()));
    }
    Buffer shared = k.allocate(Math.max(1, Math.multiplyExact(largest, largest)));
    List<GramScratch> all = new ArrayList<>();
    for (Matrix w : matrices) {
      int n = Math.min(w.rows(), w.columns());
      all.add(new GramScratch(Matrix.of(shared, n, n), new Matrix(shared, 0, n, 1, n + 1)));
    }
    return all;
  }
}
