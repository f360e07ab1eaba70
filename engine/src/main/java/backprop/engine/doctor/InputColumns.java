// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Node;
import backprop.engine.graph.Program;
import backprop.engine.op.Affine;
import backprop.engine.op.AffineSlices;
import backprop.engine.op.Lookup;
import backprop.engine.train.Batches;
import java.util.Arrays;

/**
 * The inputs as the network sees them.
 *
 * @param indices whether the network looks them up in a table, so that their size means nothing
 * @param means of each column over some rows
 * @param deviations of each column
 * @param largest absolute value of each column
 */
public record InputColumns(boolean indices, double[] means, double[] deviations, double[] largest) {

  /** Number of columns. */
  public int columns() {
    return means.length;
  }

  /** Gathers them over several batches. */
  static final class Counter {
    private final boolean indices;
    private final Matrix room;
    private final double[] sums;
    private final double[] squares;
    private final double[] first;
    private final double[] largest;
    private int rows;

    Counter(Program program) {
      Kernels k = program.kernels();
      int columns = program.input().columns();
      this.indices = looksUp(program);
      this.room = Matrix.of(k.allocate(program.maxBatch() * columns), program.maxBatch(), columns);
      this.sums = new double[columns];
      this.squares = new double[columns];
      this.first = new double[columns];
      this.largest = new double[columns];
    }

    /** Whether a table is looked up before anything is multiplied. */
    private static boolean looksUp(Program program) {
      for (Node n : program.nodes()) {
        if (n.op() instanceof Lookup) {
          return true;
        }
        if (n.op() instanceof Affine || n.op() instanceof AffineSlices) {
          return false;
        }
      }
      return false;
    }

    void add(Batches from, int[] order, int at, int count) {
      from.inputs(order, at, count, room.rows(0, count));
      double[] x = room.rows(0, count).toArray();
      int columns = sums.length;
      if (rows == 0) {
        System.arraycopy(x, 0, first, 0, columns);
      }
      for (int i = 0; i < x.length; i++) {
        int c = i % columns;
        // Around the first row: what is far from 0 and varies little would else lose its digits.
        double d = x[i] - first[c];
        sums[c] += d;
        squares[c] += d * d;
        largest[c] = Math.max(largest[c], Math.abs(x[i]));
      }
      rows += count;
    }

    InputColumns columns() {
      double[] means = new double[sums.length];
      double[] deviations = new double[sums.length];
      for (int c = 0; c < sums.length; c++) {
        double mean = sums[c] / rows;
        means[c] = first[c] + mean;
        deviations[c] = Math.sqrt(Math.max(0, squares[c] / rows - mean * mean));
      }
      return new InputColumns(indices, means, deviations, Arrays.copyOf(largest, largest.length));
    }
  }
}
