// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.metric.Targets;
import backprop.engine.train.Batches;
import java.util.Optional;

/**
 * Some of the rows of others.
 *
 * @param all the others
 * @param chosen indices of those that are there
 */
record FewRows(Batches all, int[] chosen) implements Batches {
  private int[] map(int[] order, int from, int count) {
    int[] mapped = new int[count];
    for (int i = 0; i < count; i++) {
      mapped[i] = chosen[order[from + i]];
    }
    return mapped;
  }

  @Override
  public int rows() {
    return chosen.length;
  }

  @Override
  public double totalWeight() {
    return all.weight(chosen, 0, chosen.length);
  }

  @Override
  public Optional<Targets> targetMeaning() {
    return all.targetMeaning();
  }

  @Override
  public int[] groups() {
    return all.groups();
  }

  @Override
  public void inputs(int[] order, int from, int count, Matrix to) {
    all.inputs(map(order, from, count), 0, count, to);
  }

  @Override
  public void targets(int[] order, int from, int count, Matrix to) {
    all.targets(map(order, from, count), 0, count, to);
  }

  @Override
  public void lossWeights(int[] order, int from, int count, Matrix to) {
    all.lossWeights(map(order, from, count), 0, count, to);
  }

  @Override
  public double weightedSum(int[] order, int from, int count, Program program) {
    return all.weightedSum(map(order, from, count), 0, count, program);
  }

  @Override
  public double weight(int[] order, int from, int count) {
    return all.weight(map(order, from, count), 0, count);
  }
}
