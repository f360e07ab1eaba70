// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.SequenceChecks;
import backprop.engine.backend.SparseMatrix;
import backprop.engine.backend.TableKernels;
import java.util.Arrays;

/**
 * {@link TableKernels} in float. Lookups are divided by rows of the output; their gradients by
 * columns of the table, so that each thread adds up its columns in the order of the indices.
 */
final class JavaTableKernels implements TableKernels {
  private static final int GRAIN = 16 * 1024;
  private static final int COLUMNS = 16;
  private static final int WORTH_THREADS = 6;

  private final Workers workers;
  private final SparseProducts products;
  private final Workers.Task lookupPart = this::lookupPart;
  private final Workers.Task gradientPart = this::gradientPart;

  // The call at hand; selected holds one row of the table for each index, -1 for none.
  private int[] selected = new int[64];
  private Matrix table;
  private Matrix y;
  private int itemRows;

  JavaTableKernels(Workers workers) {
    this.workers = workers;
    this.products = new SparseProducts(workers);
  }

  private void prepare(Matrix indices, Matrix rows, Matrix values) {
    table = rows;
    y = values;
    if (selected.length < y.rows()) {
      selected = new int[y.rows()];
    }
    float[] numbers = FloatArray.of(indices);
    int i = 0;
    for (int r = 0; r < indices.rows(); r++) {
      int at = indices.offset() + r * indices.stride();
      for (int c = 0; c < indices.columns(); c++) {
        selected[i++] = SequenceChecks.index(numbers[at + c], r, c, table.rows());
      }
    }
  }

  @Override
  public void lookup(Matrix indices, Matrix rows, Matrix to) {
    SequenceChecks.lookup("lookup", indices, rows, to);
    prepare(indices, rows, to);
    itemRows = Math.max(1, GRAIN / Math.max(1, table.columns()));
    workers.run((y.rows() + itemRows - 1) / itemRows, WORTH_THREADS, lookupPart);
  }

  private void lookupPart(int item, int worker) {
    float[] source = FloatArray.of(table);
    float[] target = FloatArray.of(y);
    int columns = table.columns();
    int end = Math.min(y.rows(), (item + 1) * itemRows);
    for (int i = item * itemRows; i < end; i++) {
      int to = y.offset() + i * y.stride();
      if (selected[i] < 0) {
        Arrays.fill(target, to, to + columns, 0f);
      } else {
        Scratch.copy(source, table.offset() + selected[i] * table.stride(), target, to, columns);
      }
    }
  }

  @Override
  public void lookupGradient(Matrix indices, Matrix dy, double beta, Matrix dtable) {
    SequenceChecks.lookup("lookupGradient", indices, dtable, dy);
    Checks.beta("lookupGradient", beta);
    prepare(indices, dtable, dy);
    if (beta == 0) {
      for (int r = 0; r < table.rows(); r++) {
        int start = table.offset() + r * table.stride();
        Arrays.fill(FloatArray.of(table), start, start + table.columns(), 0f);
      }
    }
    int items = (table.columns() + COLUMNS - 1) / COLUMNS;
    int worth = (long) y.rows() * table.columns() > WORTH_THREADS * GRAIN ? 2 : items + 1;
    workers.run(items, worth, gradientPart);
  }

  @Override
  public void sparseAffine(SparseMatrix x, Matrix w, Matrix bias, Matrix to) {
    Checks.sparseAffine(x, w, bias, to);
    products.affine(x, w, bias, to);
  }

  @Override
  public void sparseGradient(SparseMatrix x, Matrix dy, double beta, Matrix dw) {
    Checks.sparseGradient(x, dy, dw);
    Checks.beta("sparseGradient", beta);
    products.gradient(x, dy, beta, dw);
  }

  private void gradientPart(int item, int worker) {
    float[] target = FloatArray.of(table);
    float[] source = FloatArray.of(y);
    int first = item * COLUMNS;
    int columns = Math.min(COLUMNS, table.columns() - first);
    for (int i = 0; i < y.rows(); i++) {
      if (selected[i] >= 0) {
        int to = table.offset() + selected[i] * table.stride() + first;
        int from = y.offset() + i * y.stride() + first;
        for (int c = 0; c < columns; c++) {
          target[to + c] += source[from + c];
        }
      }
    }
  }
}
