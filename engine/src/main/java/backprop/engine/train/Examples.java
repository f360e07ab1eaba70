// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.augment.Blends;
import backprop.engine.augment.LabeledRows;
import backprop.engine.augment.Oversampling;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.metric.Targets;
import java.util.Optional;

/** Rows that stay on the backend as three matrices: inputs, targets, weights. */
public final class Examples implements Batches {
  private final Kernels kernels;
  private final Matrix inputs;
  private final Matrix targets;
  private final Matrix weights;
  private final double[] given;
  private Matrix gathered;
  private double totalWeight;
  private Optional<Targets> described = Optional.empty();
  private int[] groups = {};

  /**
   * Room for rows, all zero.
   *
   * @param rows number of rows, at least 1
   * @param inputColumns elements of one input
   * @param targetColumns elements of one target
   */
  public Examples(Kernels kernels, int rows, int inputColumns, int targetColumns) {
    long size = (long) rows * Math.max(inputColumns, targetColumns);
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          rows + " rows of " + inputColumns + " inputs are more than 2^31 numbers");
    }
    this.kernels = kernels;
    this.inputs = Matrix.of(kernels.allocate(rows * inputColumns), rows, inputColumns);
    this.targets = Matrix.of(kernels.allocate(rows * targetColumns), rows, targetColumns);
    this.weights = Matrix.of(kernels.allocate(rows), rows, 1);
    this.given = new double[rows];
    this.gathered = Matrix.of(kernels.allocate(1), 1, 1);
  }

  /**
   * Fills a row.
   *
   * @param weight how often the row counts, at least 0
   */
  public void set(int row, float[] input, float[] target, double weight) {
    if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "row " + row + " has weight " + weight + ", allowed are 0 to " + Float.MAX_VALUE);
    }
    totalWeight += weight - given[row];
    given[row] = weight;
    weights.buffer().write(row, given, row, 1);
    inputs.buffer().write(row * inputs.columns(), input, 0, inputs.columns());
    targets.buffer().write(row * targets.columns(), target, 0, targets.columns());
  }

  /**
   * Says what cannot be seen in the numbers.
   *
   * @param meaning what the targets mean
   * @param attributes index of the first input of every attribute, ascending from 0
   * @return this
   */
  public Examples described(Targets meaning, int... attributes) {
    described = Optional.of(meaning);
    groups = attributes.clone();
    return this;
  }

  @Override
  public Optional<Targets> targetMeaning() {
    return described;
  }

  @Override
  public int[] groups() {
    return groups.clone();
  }

  /** All inputs, one row each. */
  public Matrix inputs() {
    return inputs;
  }

  /** All targets, one row each. */
  public Matrix targets() {
    return targets;
  }

  /** All weights, one row each. */
  public Matrix weights() {
    return weights;
  }

  @Override
  public int rows() {
    return inputs.rows();
  }

  @Override
  public double totalWeight() {
    return totalWeight;
  }

  @Override
  public void inputs(int[] order, int from, int count, Matrix to) {
    kernels.gatherRows(inputs, order, from, count, to);
  }

  @Override
  public void targets(int[] order, int from, int count, Matrix to) {
    kernels.gatherRows(targets, order, from, count, to);
  }

  @Override
  public void lossWeights(int[] order, int from, int count, Matrix to) {
    kernels.gatherRows(weights, order, from, count, to);
    kernels.axpby(rows() / (totalWeight * count), to, 0, to);
  }

  @Override
  public double weightedSum(int[] order, int from, int count, Program program) {
    if (gathered.rows() != count) {
      gathered =
          gathered.buffer().size() >= count
              ? Matrix.of(gathered.buffer(), count, 1)
              : Matrix.of(kernels.allocate(count), count, 1);
    }
    kernels.gatherRows(weights, order, from, count, gathered);
    return kernels.dot(gathered, program.loss());
  }

  @Override
  public double weight(int[] order, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += given[order[i]];
    }
    return sum;
  }

  @Override
  public Examples with(Oversampling oversampling, Targets meaning, long seed) {
    oversampling.check(meaning.areClasses());
    int columns = inputs.columns();
    int width = targets.columns();
    float[] all = new float[rows() * columns];
    inputs.buffer().read(0, all, 0, all.length);
    double[] wanted = targets.buffer().toArray();
    int[] classes = new int[rows()];
    for (int r = 0; r < classes.length; r++) {
      classes[r] = meaning.classOf(wanted, r * width, width);
    }
    Blends made = oversampling.choose(new LabeledRows(all, columns, classes, given), seed);
    Examples more =
        new Examples(kernels, Math.addExact(rows(), made.size()), columns, width)
            .described(meaning, groups);
    float[] input = new float[columns];
    float[] target = new float[width];
    for (int r = 0; r < more.rows(); r++) {
      int i = r - rows();
      int base = i < 0 ? r : made.base()[i];
      int other = i < 0 ? r : made.other()[i];
      float share = i < 0 ? 0 : (float) made.share()[i];
      for (int j = 0; j < columns; j++) {
        float x = all[base * columns + j];
        input[j] = x + share * (all[other * columns + j] - x);
      }
      for (int j = 0; j < width; j++) {
        target[j] = (float) wanted[base * width + j];
      }
      more.set(r, input, target, i < 0 ? given[r] : made.weight()[i]);
    }
    return more;
  }
}
