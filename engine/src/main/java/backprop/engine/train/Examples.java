// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;

/** Rows that stay on the backend as three matrices: inputs, targets, weights. */
public final class Examples implements Batches {
  private final Kernels kernels;
  private final Matrix inputs;
  private final Matrix targets;
  private final Matrix weights;
  private final double[] given;
  private Matrix gathered;
  private double totalWeight;

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
  public void load(int[] order, int from, int count, Program program) {
    kernels.gatherRows(inputs, order, from, count, program.input());
    kernels.gatherRows(targets, order, from, count, program.target());
    Matrix g = program.lossGradient();
    if (g != null) {
      kernels.gatherRows(weights, order, from, count, g);
      kernels.axpby(rows() / (totalWeight * count), g, 0, g);
    }
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
}
