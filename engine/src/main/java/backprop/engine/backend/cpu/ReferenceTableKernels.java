// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static backprop.engine.backend.cpu.Cells.get;
import static backprop.engine.backend.cpu.Cells.put;
import static backprop.engine.backend.cpu.Cells.set;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.SequenceChecks;
import backprop.engine.backend.TableKernels;

/** {@link TableKernels} in double precision, one simple loop each. */
final class ReferenceTableKernels implements TableKernels {
  @Override
  public void lookup(Matrix indices, Matrix table, Matrix y) {
    SequenceChecks.lookup("lookup", indices, table, y);
    for (int i = 0; i < y.rows(); i++) {
      int row = index(indices, i, table.rows());
      for (int c = 0; c < table.columns(); c++) {
        set(y, i, c, row < 0 ? 0 : get(table, row, c));
      }
    }
  }

  private static int index(Matrix indices, int i, int rows) {
    int r = i / indices.columns();
    int c = i % indices.columns();
    return SequenceChecks.index(get(indices, r, c), r, c, rows);
  }

  @Override
  public void lookupGradient(Matrix indices, Matrix dy, double beta, Matrix dtable) {
    SequenceChecks.lookup("lookupGradient", indices, dtable, dy);
    Checks.beta("lookupGradient", beta);
    Cells.each(dtable, beta, (r, c) -> 0);
    for (int i = 0; i < dy.rows(); i++) {
      int row = index(indices, i, dtable.rows());
      for (int c = 0; c < dtable.columns() && row >= 0; c++) {
        put(dtable, row, c, get(dy, i, c), 1);
      }
    }
  }
}
