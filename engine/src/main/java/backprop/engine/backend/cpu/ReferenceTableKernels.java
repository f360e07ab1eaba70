// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static backprop.engine.backend.cpu.Cells.get;
import static backprop.engine.backend.cpu.Cells.put;
import static backprop.engine.backend.cpu.Cells.set;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.SequenceChecks;
import backprop.engine.backend.TableKernels;

/** {@link TableKernels} in double precision, one simple loop each. */
final class ReferenceTableKernels implements TableKernels {
  @Override
  public void lookup(Matrix indices, int from, int count, Matrix table, Matrix y, int at) {
    SequenceChecks.lookup("lookup", indices, from, count, table, y, at);
    for (int i = 0; i < y.rows(); i++) {
      int row = index(indices, from, count, i, table.rows());
      for (int c = 0; c < table.columns(); c++) {
        set(y, i, at + c, row < 0 ? 0 : get(table, row, c));
      }
    }
  }

  private static int index(Matrix indices, int from, int count, int i, int rows) {
    int r = i / count;
    int c = from + i % count;
    return SequenceChecks.index(get(indices, r, c), r, c, rows);
  }

  @Override
  public void lookupGradient(
      Matrix indices, int from, int count, Matrix dy, int at, double beta, Matrix dtable) {
    SequenceChecks.lookup("lookupGradient", indices, from, count, dtable, dy, at);
    Cells.each(dtable, beta, (r, c) -> 0);
    for (int i = 0; i < dy.rows(); i++) {
      int row = index(indices, from, count, i, dtable.rows());
      for (int c = 0; c < dtable.columns() && row >= 0; c++) {
        put(dtable, row, c, get(dy, i, at + c), 1);
      }
    }
  }

  @Override
  public void copyColumns(Matrix x, int from, int count, double beta, Matrix y, int at) {
    SequenceChecks.copyColumns(x, from, count, beta, y, at);
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < count; c++) {
        put(y, r, at + c, get(x, r, from + c), beta);
      }
    }
  }
}
