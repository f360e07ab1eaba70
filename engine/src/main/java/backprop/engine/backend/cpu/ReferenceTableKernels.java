// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static backprop.engine.backend.cpu.Cells.get;
import static backprop.engine.backend.cpu.Cells.put;
import static backprop.engine.backend.cpu.Cells.set;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.SequenceChecks;
import backprop.engine.backend.SparseMatrix;
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

  @Override
  public void sparseAffine(SparseMatrix x, Matrix w, Matrix bias, Matrix y) {
    Checks.sparseAffine(x, w, bias, y);
    for (int r = 0; r < y.rows(); r++) {
      for (int c = 0; c < y.columns(); c++) {
        double sum = bias == null ? 0 : get(bias, 0, c);
        for (int j = 0; j < x.columns(); j++) {
          sum += get(x.usual(), 0, j) * get(w, j, c);
        }
        for (int i = x.starts()[r]; i < x.starts()[r + 1]; i++) {
          sum += x.differences()[i] * get(w, x.indices()[i], c);
        }
        set(y, r, c, sum);
      }
    }
  }

  @Override
  public void sparseGradient(SparseMatrix x, Matrix dy, double beta, Matrix dw) {
    Checks.sparseGradient(x, dy, dw);
    Checks.beta("sparseGradient", beta);
    for (int c = 0; c < dw.columns(); c++) {
      double sum = 0;
      for (int r = 0; r < dy.rows(); r++) {
        sum += get(dy, r, c);
      }
      for (int j = 0; j < dw.rows(); j++) {
        put(dw, j, c, sum * get(x.usual(), 0, j), beta);
      }
      for (int r = 0; r < dy.rows(); r++) {
        for (int i = x.starts()[r]; i < x.starts()[r + 1]; i++) {
          put(dw, x.indices()[i], c, x.differences()[i] * get(dy, r, c), 1);
        }
      }
    }
  }
}
