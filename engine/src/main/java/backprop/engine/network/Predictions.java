// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;

/** What a network predicts for many rows, in as many batches as it takes. */
public final class Predictions {
  /** Rows that go through the network together. */
  public static final int BATCH = 256;

  private Predictions() {}

  /**
   * The predictions.
   *
   * @param inputs one row each, as many columns as an input has elements
   * @return one row each, on the network's kernels
   */
  public static Matrix of(Network network, Matrix inputs) {
    Kernels k = network.kernels();
    int columns = network.prediction().elements();
    Matrix all = Matrix.of(k.allocate(inputs.rows() * columns), inputs.rows(), columns);
    if (inputs.rows() > 0) {
      run(network.predictionProgram(k, Math.min(BATCH, inputs.rows())), k, inputs, all);
    }
    return all;
  }

  /** Runs a program that predicts over all rows. */
  private static void run(Program p, Kernels k, Matrix inputs, Matrix all) {
    for (int from = 0; from < inputs.rows(); from += p.maxBatch()) {
      int count = Math.min(p.maxBatch(), inputs.rows() - from);
      p.batch(count);
      k.copy(inputs.rows(from, count), p.input());
      p.forward();
      k.copy(p.prediction(), all.rows(from, count));
    }
  }
}
