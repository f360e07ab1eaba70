// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import static backprop.engine.backend.dual.DualBuffer.tangents;
import static backprop.engine.backend.dual.DualBuffer.values;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.SparseMatrix;
import backprop.engine.backend.TableKernels;

/** Lookups and sparse products on dual numbers: linear in the table. */
final class DualTableKernels implements TableKernels {
  private final TableKernels k;

  DualTableKernels(TableKernels k) {
    this.k = k;
  }

  @Override
  public void lookup(Matrix indices, Matrix table, Matrix y) {
    k.lookup(values(indices), tangents(table), tangents(y));
    k.lookup(values(indices), values(table), values(y));
  }

  @Override
  public void lookupGradient(Matrix indices, Matrix dy, double beta, Matrix dtable) {
    k.lookupGradient(values(indices), tangents(dy), beta, tangents(dtable));
    k.lookupGradient(values(indices), values(dy), beta, values(dtable));
  }

  @Override
  public void sparseAffine(SparseMatrix x, Matrix w, Matrix bias, Matrix y) {
    k.sparseAffine(x, tangents(w), bias == null ? null : tangents(bias), tangents(y));
    k.sparseAffine(x, values(w), bias == null ? null : values(bias), values(y));
  }

  @Override
  public void sparseGradient(SparseMatrix x, Matrix dy, double beta, Matrix dw) {
    k.sparseGradient(x, tangents(dy), beta, tangents(dw));
    k.sparseGradient(x, values(dy), beta, values(dw));
  }
}
