// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.graph.Program;

/** Rows to train or validate on. Owned by one training run at a time. */
public interface Batches {
  /** Number of rows. */
  int rows();

  /** Sum of the rows' weights. */
  double totalWeight();

  /**
   * Puts rows {@code order[from] ... order[from + count)} into a program: input, target and, where
   * the program has gradients, the weight of each row's loss, {@code weight / (count * mean
   * weight)}: a row of weight 2 counts like two rows, and a batch of ordinary rows is averaged.
   */
  void load(int[] order, int from, int count, Program program);

  /**
   * The mean loss of {@code losses} (count x 1) of those rows times count, each weighted like its
   * row; used without gradients.
   */
  double weightedSum(int[] order, int from, int count, Program program);

  /** Sum of the weights of rows {@code order[from] ... order[from + count)}. */
  double weight(int[] order, int from, int count);
}
