// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.network.Network;
import backprop.engine.network.Predictions;
import backprop.engine.train.Batches;
import backprop.weka.density.Residuals;
import backprop.weka.encode.ClassEncoder;
import java.util.Arrays;

/** What a trained network misses on encoded rows. */
final class Missed {
  /** Rows that tell: more make the quantiles hardly better. */
  private static final int ROWS = 10_000;

  private Missed() {}

  /**
   * The residuals of rows spread evenly over all of them; of fewer of them, still spread evenly,
   * where the thread is interrupted, but never of none.
   *
   * @param validated whether these were not trained on
   */
  static Residuals by(Network network, Batches rows, ClassEncoder target, boolean validated) {
    int n = Math.min(ROWS, rows.rows());
    int[] order = new int[n];
    int batches = (n + Predictions.BATCH - 1) / Predictions.BATCH;
    for (int i = 0, b = 0; b < batches; b++) {
      for (int j = b; j < n; j += batches) {
        order[i++] = (int) ((long) rows.rows() * j / n);
      }
    }
    Kernels k = network.kernels();
    int columns = network.spec().input().elements();
    int targets = network.target().elements();
    Matrix wanted = Matrix.of(k.allocate(Predictions.BATCH * targets), Predictions.BATCH, targets);
    Matrix inputs = Matrix.of(k.allocate(Predictions.BATCH * columns), Predictions.BATCH, columns);
    double[] missed = new double[n];
    double[] weights = new double[n];
    double all = 0;
    int done = 0;
    while (done < n && (done == 0 || !Thread.currentThread().isInterrupted())) {
      int from = done;
      int count = Math.min(Predictions.BATCH, n - from);
      rows.inputs(order, from, count, inputs.rows(0, count));
      rows.targets(order, from, count, wanted.rows(0, count));
      double[] found = Predictions.of(network, inputs.rows(0, count)).toArray();
      double[] values = wanted.rows(0, count).toArray();
      for (int i = 0; i < count; i++) {
        missed[from + i] =
            target.unit() * (values[i * targets] - found[i * (found.length / count)]);
        weights[from + i] = rows.weight(order, from + i, 1);
        all += weights[from + i];
      }
      done += count;
    }
    weights = Arrays.copyOf(weights, done);
    if (!(all > 0)) {
      Arrays.fill(weights, 1);
    }
    return Residuals.of(Arrays.copyOf(missed, done), weights, validated);
  }
}
