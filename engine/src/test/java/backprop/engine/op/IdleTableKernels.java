// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.SparseMatrix;
import backprop.engine.backend.TableKernels;

/** The part of {@link IdleKernels} for tables: computes nothing. */
final class IdleTableKernels implements TableKernels {
  @Override
  public void lookup(Matrix indices, Matrix table, Matrix y) {}

  @Override
  public void lookupGradient(Matrix indices, Matrix dy, double beta, Matrix dtable) {}

  @Override
  public void sparseAffine(SparseMatrix x, Matrix w, Matrix bias, Matrix y) {}

  @Override
  public void sparseGradient(SparseMatrix x, Matrix dy, double beta, Matrix dw) {}
}
