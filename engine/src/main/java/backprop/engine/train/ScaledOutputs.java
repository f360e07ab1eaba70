// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;

/**
 * What a network puts out for some rows, divided by a temperature, as the inputs of a network that
 * is nothing but the loss. So another temperature costs no pass through the layers.
 */
final class ScaledOutputs implements Batches {
  private static final int BATCH = 256;

  private final Network network;
  private final Batches rows;
  private final Matrix outputs;
  private double temperature = 1;

  /**
   * Room for the outputs.
   *
   * @param rows of the network
   * @param count how many of them
   */
  ScaledOutputs(Network network, Batches rows, int count) {
    this.network = network;
    this.rows = rows;
    int columns = network.output().elements();
    this.outputs = Matrix.of(kernels().allocate(count * columns), count, columns);
  }

  private Kernels kernels() {
    return network.kernels();
  }

  /** The network whose inputs these are. */
  Network lossAlone() {
    return new Network(network.spec().lossAlone(network.output()), kernels());
  }

  /**
   * Computes the outputs.
   *
   * @param order the rows; the same as is given for {@link #inputs} later
   */
  void compute(int[] order, Evaluation.Watch watch) throws InterruptedException {
    Program program = network.outputProgram(Math.min(BATCH, outputs.rows()));
    for (int from = 0; from < outputs.rows(); from += program.maxBatch()) {
      watch.look();
      int n = Math.min(program.maxBatch(), outputs.rows() - from);
      program.batch(n);
      rows.inputs(order, from, n, program);
      program.forward();
      kernels().copy(program.prediction(), outputs.rows(from, n));
    }
  }

  /** Sets what the outputs are divided by. */
  void temperature(double t) {
    temperature = t;
  }

  @Override
  public int rows() {
    return rows.rows();
  }

  @Override
  public double totalWeight() {
    return rows.totalWeight();
  }

  /** The outputs of the rows at these places of the order. */
  @Override
  public void inputs(int[] order, int from, int count, Matrix to) {
    kernels().axpby(1 / temperature, outputs.rows(from, count), 0, to);
  }

  @Override
  public void targets(int[] order, int from, int count, Matrix to) {
    rows.targets(order, from, count, to);
  }

  @Override
  public void lossWeights(int[] order, int from, int count, Matrix to) {
    rows.lossWeights(order, from, count, to);
  }

  @Override
  public double weightedSum(int[] order, int from, int count, Program program) {
    return rows.weightedSum(order, from, count, program);
  }

  @Override
  public double weight(int[] order, int from, int count) {
    return rows.weight(order, from, count);
  }
}
