// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import static backprop.engine.backend.dual.DualBuffer.tangents;
import static backprop.engine.backend.dual.DualBuffer.values;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.TableKernels;

/** Lookups on dual numbers: linear in the table. */
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
}
