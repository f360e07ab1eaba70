// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.metric.MeanLoss;
import backprop.engine.metric.Metric;

/**
 * What epochs are judged by, and when to stop before the planned number of them.
 *
 * @param patience epochs in a row without a better value after which training stops, 0 for never
 * @param growth at the best epoch e, patience is {@code growth * e} where that is more: what took
 *     long to learn may take long to learn more; at least 0
 * @param minimumGain by how much a value must be better than the best one to count as better, at
 *     least 0
 * @param metric what is compared: of the validation rows, or of the training rows where there are
 *     none
 * @param restoreBest whether training ends with the weights of the best epoch, where there are
 *     validation rows; else with those of the last one
 */
public record EarlyStopping(
    int patience, double growth, double minimumGain, Metric metric, boolean restoreBest) {
  public EarlyStopping {
    if (patience < 0) {
      throw new IllegalArgumentException("patience is " + patience + ", allowed are 0 and above");
    }
    if (!(growth >= 0 && growth < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("growth is " + growth + ", allowed are 0 and above");
    }
    if (!(minimumGain >= 0)) {
      throw new IllegalArgumentException(
          "minimum gain is " + minimumGain + ", allowed are 0 and above");
    }
  }

  /** With the same patience at every epoch. */
  public EarlyStopping(int patience, double minimumGain, Metric metric, boolean restoreBest) {
    this(patience, 0, minimumGain, metric, restoreBest);
  }

  /** By the loss, restoring the best epoch. */
  public EarlyStopping(int patience, double minimumGain) {
    this(patience, minimumGain, new MeanLoss(), true);
  }

  /**
   * Epochs without a better value after which training stops.
   *
   * @param best the best epoch so far
   */
  int patience(int best) {
    return patience == 0 ? 0 : (int) Math.max(patience, Math.ceil(growth * best));
  }

  /** Never stops early. */
  public static EarlyStopping never() {
    return new EarlyStopping(0, 0);
  }
}
