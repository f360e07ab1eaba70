// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Program;
import backprop.engine.train.Batches;

/** Rows whose targets are made here, and all else of which is as given. */
abstract class MadeTargets implements Batches {
  final Batches rows;

  MadeTargets(Batches rows) {
    this.rows = rows;
  }

  /**
   * How many numbers rows have that are wanted in memory all together, as floats.
   *
   * @throws IllegalArgumentException in one sentence when there is no matrix that large
   */
  static int together(long rows, int columns) {
    long numbers = rows * columns;
    if (numbers > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "this training wants all rows in memory as floats, but "
              + rows
              + " rows of "
              + columns
              + " inputs are more than 2^31 numbers: take fewer rows");
    }
    return (int) numbers;
  }

  @Override
  public final int rows() {
    return rows.rows();
  }

  @Override
  public final double totalWeight() {
    return rows.totalWeight();
  }

  @Override
  public int[] groups() {
    return rows.groups();
  }

  @Override
  public final void shuffle(int[] order, RandomStream random) {
    rows.shuffle(order, random);
  }

  @Override
  public void inputs(int[] order, int from, int count, Matrix to) {
    rows.inputs(order, from, count, to);
  }

  @Override
  public final void lossWeights(int[] order, int from, int count, Matrix to) {
    rows.lossWeights(order, from, count, to);
  }

  @Override
  public final double weightedSum(int[] order, int from, int count, Program program) {
    return rows.weightedSum(order, from, count, program);
  }

  @Override
  public final double weight(int[] order, int from, int count) {
    return rows.weight(order, from, count);
  }
}
