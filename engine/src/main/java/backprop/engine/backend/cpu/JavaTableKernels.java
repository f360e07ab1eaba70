// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.SequenceChecks;
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
  private final Workers.Task lookupPart = this::lookupPart;
  private final Workers.Task gradientPart = this::gradientPart;

  // The call at hand; rows holds one row of the table for each index, -1 for none.
  private int[] rows = new int[64];
  private Matrix table;
  private Matrix y;
  private int at;
  private int itemRows;

  JavaTableKernels(Workers workers) {
    this.workers = workers;
  }

  private void prepare(
      Matrix indices, int from, int count, Matrix lookedUp, Matrix values, int column) {
    table = lookedUp;
    y = values;
    at = column;
    if (rows.length < y.rows()) {
      rows = new int[y.rows()];
    }
    float[] numbers = FloatArray.of(indices);
    for (int r = 0; r < indices.rows(); r++) {
      int place = indices.offset() + r * indices.stride() + from;
      for (int j = 0; j < count; j++) {
        rows[r * count + j] = SequenceChecks.index(numbers[place + j], r, from + j, table.rows());
      }
    }
  }

  @Override
  public void lookup(Matrix indices, int from, int count, Matrix lookedUp, Matrix to, int column) {
    SequenceChecks.lookup("lookup", indices, from, count, lookedUp, to, column);
    prepare(indices, from, count, lookedUp, to, column);
    itemRows = Math.max(1, GRAIN / Math.max(1, table.columns()));
    workers.run((y.rows() + itemRows - 1) / itemRows, WORTH_THREADS, lookupPart);
  }

  private void lookupPart(int item, int worker) {
    float[] source = FloatArray.of(table);
    float[] target = FloatArray.of(y);
    int columns = table.columns();
    int end = Math.min(y.rows(), (item + 1) * itemRows);
    for (int i = item * itemRows; i < end; i++) {
      int to = y.offset() + i * y.stride() + at;
      if (rows[i] < 0) {
        Arrays.fill(target, to, to + columns, 0f);
      } else {
        Scratch.copy(source, table.offset() + rows[i] * table.stride(), target, to, columns);
      }
    }
  }

  @Override
  public void lookupGradient(
      Matrix indices, int from, int count, Matrix dy, int column, double beta, Matrix dtable) {
    SequenceChecks.lookup("lookupGradient", indices, from, count, dtable, dy, column);
    Checks.beta("lookupGradient", beta);
    prepare(indices, from, count, dtable, dy, column);
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

  private void gradientPart(int item, int worker) {
    float[] target = FloatArray.of(table);
    float[] source = FloatArray.of(y);
    int first = item * COLUMNS;
    int columns = Math.min(COLUMNS, table.columns() - first);
    for (int i = 0; i < y.rows(); i++) {
      if (rows[i] >= 0) {
        int to = table.offset() + rows[i] * table.stride() + first;
        int source0 = y.offset() + i * y.stride() + at + first;
        for (int c = 0; c < columns; c++) {
          target[to + c] += source[source0 + c];
        }
      }
    }
  }

  @Override
  public void copyColumns(Matrix x, int from, int count, double beta, Matrix to, int column) {
    SequenceChecks.copyColumns(x, from, count, beta, to, column);
    float[] source = FloatArray.of(x);
    float[] target = FloatArray.of(to);
    for (int r = 0; r < x.rows(); r++) {
      int a = x.offset() + r * x.stride() + from;
      int b = to.offset() + r * to.stride() + column;
      if (beta == 0) {
        Scratch.copy(source, a, target, b, count);
      } else {
        for (int c = 0; c < count; c++) {
          target[b + c] += source[a + c];
        }
      }
    }
  }
}
