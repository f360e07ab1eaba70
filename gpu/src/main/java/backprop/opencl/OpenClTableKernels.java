// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.SequenceChecks;
import backprop.engine.backend.SparseMatrix;
import backprop.engine.backend.TableKernels;
import backprop.opencl.Launcher.Scratch;
import java.util.Arrays;

/** {@link TableKernels} and gathered rows on a device. */
final class OpenClTableKernels implements TableKernels {
  private static final String FILE = "tables.cl";

  private final Launcher launcher;
  private final Sums sums;
  private int[] gathered = {};
  private int gatheredCount;
  private DeviceBuffer gatheredAt;
  private int[] starts = {};
  private int[] places = {};
  private float[] values = {};

  OpenClTableKernels(Launcher launcher, Sums sums) {
    this.launcher = launcher;
    this.sums = sums;
  }

  /** See {@code Kernels.gatherRows}; the same rows again are not sent again. */
  void gatherRows(Matrix table, int[] rows, int from, int count, Matrix y) {
    DeviceBuffer at = launcher.scratch(Scratch.PLACES, Math.max(1024, count));
    boolean there =
        at == gatheredAt
            && gatheredCount == count
            && Arrays.equals(gathered, 0, count, rows, from, from + count);
    if (!there) {
      if (gathered.length < count) {
        gathered = new int[count];
      }
      System.arraycopy(rows, from, gathered, 0, count);
      gatheredCount = count;
      gatheredAt = at;
      launcher.device().staging().ints(rows, from, count, at.mem(), 0);
    }
    launcher
        .elements(FILE, "gather_rows", y, false)
        .matrix(table)
        .buffer(at)
        .integer(0)
        .matrix(y)
        .run();
  }

  @Override
  public void lookup(Matrix indices, Matrix table, Matrix y) {
    SequenceChecks.lookup("lookup", indices, table, y);
    launcher
        .elements(FILE, "lookup", y, false)
        .integer(Math.max(1, indices.columns()))
        .integer(table.rows())
        .matrix(indices)
        .matrix(table)
        .matrix(y)
        .mem(launcher.complaints().mem(), launcher.complaints().pointer())
        .run();
  }

  @Override
  public void lookupGradient(Matrix indices, Matrix dy, double beta, Matrix dtable) {
    SequenceChecks.lookup("lookupGradient", indices, dtable, dy);
    Checks.beta("lookupGradient", beta);
    int count = indices.size();
    DeviceBuffer first = launcher.scratch(Scratch.FIRST, dtable.rows());
    DeviceBuffer next = launcher.scratch(Scratch.NEXT, count);
    launcher.call(FILE, "clear_first").integer(dtable.rows()).buffer(first).items(dtable.rows());
    launcher
        .call(FILE, "link_indices")
        .integer(count)
        .integer(Math.max(1, indices.columns()))
        .integer(dtable.rows())
        .matrix(indices)
        .buffer(first)
        .buffer(next)
        .mem(launcher.complaints().mem(), launcher.complaints().pointer())
        .items(count);
    launcher
        .elements(FILE, "lookup_gradient", dtable, false)
        .buffer(first)
        .buffer(next)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dtable)
        .run();
  }

  /** Sends starts, places and numbers of sparse rows or columns. */
  private Call sparse(Call call, int[] starts, int lines, int[] places, float[] values) {
    int stored = starts[lines];
    DeviceBuffer whole = launcher.scratch(Scratch.PLACES, lines + 1 + stored);
    DeviceBuffer numbers = launcher.scratch(Scratch.VALUES, Math.max(1, stored));
    gatheredAt = null; // They share the room.
    Staging staging = launcher.device().staging();
    staging.ints(starts, 0, lines + 1, whole.mem(), 0);
    staging.ints(places, 0, stored, whole.mem(), lines + 1);
    staging.floats(values, 0, stored, numbers.mem(), 0);
    return call.buffer(whole)
        .integer(0)
        .buffer(whole)
        .integer(lines + 1)
        .buffer(numbers)
        .integer(0);
  }

  @Override
  public void sparseAffine(SparseMatrix x, Matrix w, Matrix bias, Matrix y) {
    Checks.sparseAffine(x, w, bias, y);
    int n = y.columns();
    DeviceBuffer usual = launcher.scratch(Scratch.SUMS, n);
    launcher
        .call(FILE, "usual_product")
        .integer(x.columns())
        .integer(n)
        .matrix(x.usual())
        .matrix(w)
        .matrix(usual, 0, n)
        .items(n);
    Call c = launcher.elements(FILE, "sparse_affine", y, false);
    sparse(c, x.starts(), x.rows(), x.indices(), x.differences())
        .matrix(w)
        .matrix(usual, 0, n)
        .integer(bias != null)
        .matrix(bias != null ? bias : w)
        .matrix(y)
        .run();
  }

  @Override
  public void sparseGradient(SparseMatrix x, Matrix dy, double beta, Matrix dw) {
    Checks.sparseGradient(x, dy, dw);
    Checks.beta("sparseGradient", beta);
    int n = dy.columns();
    byColumns(x);
    DeviceBuffer total = launcher.scratch(Scratch.SUMS, n);
    sums.columns(Sums.PLAIN, dy, dy, 1, 0, total, 0);
    Call c = launcher.elements(FILE, "sparse_gradient", dw, false);
    sparse(c, starts, x.columns(), places, values)
        .matrix(x.usual())
        .matrix(total, 0, n)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dw)
        .run();
  }

  /** Brings what is stored into the order of columns, rows ascending within each. */
  private void byColumns(SparseMatrix x) {
    int columns = x.columns();
    int stored = x.stored();
    if (starts.length < columns + 2) {
      starts = new int[columns + 2];
    }
    if (places.length < stored) {
      places = new int[2 * stored];
      values = new float[2 * stored];
    }
    Arrays.fill(starts, 0, columns + 2, 0);
    for (int i = 0; i < stored; i++) {
      starts[x.indices()[i] + 2]++;
    }
    for (int c = 2; c < columns + 2; c++) {
      starts[c] += starts[c - 1];
    }
    for (int r = 0; r < x.rows(); r++) {
      for (int i = x.starts()[r]; i < x.starts()[r + 1]; i++) {
        int at = starts[x.indices()[i] + 1]++;
        places[at] = r;
        values[at] = x.differences()[i];
      }
    }
  }
}
