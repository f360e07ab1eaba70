// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.metric.Targets;
import backprop.engine.network.Network;
import backprop.engine.train.Batches;
import java.util.Optional;

/**
 * Rows with targets, as many copies of them as make them about as many as the rows without, and the
 * rows without. In a pass each kind counts as its mean, whatever their numbers are.
 *
 * <p>What training wants of a minibatch comes in this order: inputs, loss weights, targets. Whoever
 * only evaluates does not ask for loss weights; there the rows without targets count nothing.
 */
abstract class TwoKinds implements Batches {
  final Kernels kernels;
  final int labeled;
  final int copies;
  final int unlabeled;
  final int targetColumns;
  private final Batches given;
  private final Matrix inputs;
  private final double[] targets;
  private final double[] share;
  private int[] places = {};
  private double[] numbers = {};

  TwoKinds(Network network, Batches given, Batches without) {
    this.kernels = network.kernels();
    this.given = given;
    this.labeled = given.rows();
    this.unlabeled = without.rows();
    if (labeled == 0 || !(given.totalWeight() > 0)) {
      throw new IllegalArgumentException("there are no rows with a class and a positive weight");
    }
    if (unlabeled == 0) {
      throw new IllegalArgumentException("there are no rows without a class");
    }
    this.copies = (unlabeled + labeled - 1) / labeled;
    int columns = network.spec().input().elements();
    this.targetColumns = network.target().elements();
    this.inputs =
        Matrix.of(
            kernels.allocate(MadeTargets.together((long) labeled + unlabeled, columns)),
            labeled + unlabeled,
            columns);
    given.inputs(counting(labeled), 0, labeled, inputs.rows(0, labeled));
    without.inputs(counting(unlabeled), 0, unlabeled, inputs.rows(labeled, unlabeled));
    Matrix wanted = Matrix.of(kernels.allocate(labeled * targetColumns), labeled, targetColumns);
    given.targets(counting(labeled), 0, labeled, wanted);
    this.targets = wanted.toArray();
    this.share = new double[labeled];
    for (int i = 0; i < labeled; i++) {
      share[i] = given.weight(counting(labeled), i, 1) / given.totalWeight();
    }
  }

  static int[] counting(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    return order;
  }

  /** Whether a row has a target. */
  final boolean known(int row) {
    return row < copies * labeled;
  }

  /** How much a row with a target counts, so that the mean over all rows is the mean of these. */
  final double ownShare(int row) {
    return share[row % labeled] * rows() / copies;
  }

  /** Copies the target of a row that has one. */
  final void ownTarget(int row, double[] to, int at) {
    System.arraycopy(targets, row % labeled * targetColumns, to, at, targetColumns);
  }

  /** Room for that many numbers, used again in every step. */
  final double[] numbers(int size) {
    if (numbers.length < size) {
      numbers = new double[size];
    }
    return numbers;
  }

  @Override
  public final int rows() {
    return copies * labeled + unlabeled;
  }

  @Override
  public final double totalWeight() {
    return copies * given.totalWeight();
  }

  @Override
  public final Optional<Targets> targetMeaning() {
    return given.targetMeaning();
  }

  @Override
  public final int[] groups() {
    return given.groups();
  }

  @Override
  public final void inputs(int[] order, int from, int count, Matrix to) {
    if (places.length < count) {
      places = new int[count];
    }
    for (int i = 0; i < count; i++) {
      int row = order[from + i];
      places[i] = known(row) ? row % labeled : row - copies * labeled + labeled;
    }
    kernels.gatherRows(inputs, places, 0, count, to);
  }

  @Override
  public final double weightedSum(int[] order, int from, int count, Program program) {
    double[] losses = program.loss().toArray();
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weight(order, from + i, 1) * losses[i];
    }
    return sum;
  }

  @Override
  public final double weight(int[] order, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += known(order[i]) ? share[order[i] % labeled] * given.totalWeight() : 0;
    }
    return sum;
  }
}
