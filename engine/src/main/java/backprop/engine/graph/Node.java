// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.SparseMatrix;
import backprop.engine.schedule.Progress;

/**
 * One use of an op in a program: its operands as matrices for the current batch. Belongs to one
 * program, hence to one thread.
 */
public final class Node {
  private final Op op;
  private final String path;
  private final int index;
  private final Value[] inputs;
  private final Value output;
  private final Step step;
  final double[] betas;
  private Bound bound;

  /** What all nodes of a program share: the counters that key random masks. */
  static final class Step {
    long seed;
    long number;
    Progress progress = new Progress(1, 1);
    Value input;
    SparseMatrix sparseInput;
  }

  /** The matrices for one batch size. */
  record Bound(
      Matrix[] inputs,
      Matrix output,
      Matrix outputGradient,
      Matrix[] inputGradients,
      Matrix[] scratch,
      Matrix[] cleared) {}

  Node(Op op, String path, int index, Value[] inputs, Value output, Step step) {
    this.op = op;
    this.path = path;
    this.index = index;
    this.inputs = inputs;
    this.output = output;
    this.step = step;
    this.betas = new double[inputs.length];
  }

  void bind(Bound newBound) {
    bound = newBound;
  }

  /** Gradients that must be zero before this node adds to a part of them. */
  Matrix[] cleared() {
    return bound.cleared;
  }

  /** The operation. */
  public Op op() {
    return op;
  }

  /** The path of the layer that recorded it. */
  public String path() {
    return path;
  }

  /** Number of inputs. */
  public int inputs() {
    return inputs.length;
  }

  /** The i-th input. */
  public Matrix input(int i) {
    return bound.inputs[i];
  }

  /** Shape and place of the i-th input. */
  public Value inputValue(int i) {
    return inputs[i];
  }

  /** The output. */
  public Matrix output() {
    return bound.output;
  }

  /** Shape and place of the output. */
  public Value outputValue() {
    return output;
  }

  /**
   * The first input as a sparse matrix, where it is the program's input, that came as one, and the
   * op {@linkplain Op#takesSparse takes it}; else null.
   */
  public SparseMatrix sparse() {
    return inputs[0] == step.input ? step.sparseInput : null;
  }

  /** Gradient of the loss with respect to the output. */
  public Matrix gradient() {
    return bound.outputGradient;
  }

  /** Gradient of the loss with respect to the i-th input, or null if nobody wants it. */
  public Matrix gradient(int i) {
    return bound.inputGradients[i];
  }

  /** Factor of the old content of {@link #gradient(int)}: 0 for its first writer, then 1. */
  public double beta(int i) {
    return betas[i];
  }

  /** The i-th scratch matrix that the op asked for. */
  public Matrix scratch(int i) {
    return bound.scratch[i];
  }

  /** How far training has come, for what is scheduled; at its start where nothing is trained. */
  public Progress progress() {
    return step.progress;
  }

  /**
   * A key for random masks that differs for every seed, training step and node; the same in forward
   * and backward of one step.
   */
  public long randomKey() {
    return RandomStream.extend(
        RandomStream.extend(RandomStream.extend(0, step.seed), step.number), index);
  }
}
