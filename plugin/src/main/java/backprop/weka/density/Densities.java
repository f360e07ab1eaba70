// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.density;

import backprop.engine.loss.GaussianNll;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MixtureDensity;
import backprop.engine.loss.Quantile;

/** Which density a loss has learned. */
public final class Densities {
  private Densities() {}

  /** Whether the network predicts a deviation along with the mean. */
  public static boolean predictsDeviation(Loss loss) {
    return loss instanceof GaussianNll || loss instanceof MixtureDensity;
  }

  /**
   * The density for a row.
   *
   * @param predicted the loss's whole prediction in units of the class, the deviation too
   * @param residuals what predictions missed; may be null for a loss that predicts a deviation
   */
  public static ClassDensity of(Loss loss, double[] predicted, Residuals residuals) {
    if (predictsDeviation(loss)) {
      return new NormalDensity(predicted[0], predicted[1]);
    }
    if (residuals == null) {
      throw new IllegalStateException(
          "the model was saved by a version that kept no residuals, from which intervals and"
              + " densities are made: train it again");
    }
    ClassDensity around = new ResidualDensity(predicted[0], residuals);
    if (loss instanceof Quantile q && !q.others().isEmpty()) {
      double[] levels = new double[1 + q.others().size()];
      double[] values = new double[levels.length];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = i == 0 ? q.level() : q.others().get(i - 1);
        values[i] = predicted[i];
      }
      return QuantileDensity.of(levels, values, around);
    }
    return around;
  }
}
