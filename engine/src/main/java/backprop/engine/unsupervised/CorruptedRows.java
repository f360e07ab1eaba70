// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.train.Batches;

/**
 * Rows of which attributes are replaced by those of other rows; the target is the row as it was and
 * for each column whether its attribute has changed. Targets belong to the inputs that were asked
 * for last.
 */
final class CorruptedRows extends MadeTargets {
  /** Part of the key of the random numbers. */
  private static final long STREAM = 0x4D41534BL;

  private final int columns;
  private final int[] starts;
  private final double rate;
  private final long key;
  private final double[] all;
  private double[] inputs = {};
  private double[] targets = {};
  private long calls;

  /**
   * Takes a copy of all rows.
   *
   * @param starts first column of every attribute, and behind them the number of columns
   */
  CorruptedRows(Kernels k, Batches rows, int columns, int[] starts, double rate, long seed) {
    super(rows);
    this.columns = columns;
    this.starts = starts;
    this.rate = rate;
    this.key = RandomStream.extend(seed, STREAM);
    Matrix copy = Matrix.of(k.allocate(together(rows.rows(), columns)), rows.rows(), columns);
    int[] order = new int[rows.rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    rows.inputs(order, 0, order.length, copy);
    this.all = copy.toArray();
  }

  @Override
  public void inputs(int[] order, int from, int count, Matrix to) {
    if (inputs.length < count * columns) {
      inputs = new double[count * columns];
      targets = new double[2 * count * columns];
    }
    long step = RandomStream.extend(key, calls++);
    for (int i = 0; i < count; i++) {
      corrupt(order[from + i], i, new RandomStream(RandomStream.extend(step, order[from + i])));
    }
    to.buffer().write(to.offset(), inputs, 0, count * columns);
  }

  private void corrupt(int row, int place, RandomStream random) {
    System.arraycopy(all, row * columns, inputs, place * columns, columns);
    System.arraycopy(all, row * columns, targets, 2 * place * columns, columns);
    int mask = (2 * place + 1) * columns;
    for (int g = 0; g + 1 < starts.length; g++) {
      boolean changed = false;
      if (random.nextDouble() < rate) {
        int other = (row + 1 + random.nextInt(rows() - 1)) % rows();
        for (int j = starts[g]; j < starts[g + 1]; j++) {
          changed |= all[other * columns + j] != all[row * columns + j];
          inputs[place * columns + j] = all[other * columns + j];
        }
      }
      for (int j = starts[g]; j < starts[g + 1]; j++) {
        targets[mask + j] = changed ? 1 : 0;
      }
    }
  }

  @Override
  public void targets(int[] order, int from, int count, Matrix to) {
    to.buffer().write(to.offset(), targets, 0, 2 * count * columns);
  }
}
