// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

/**
 * When to stop before the planned number of epochs.
 *
 * @param patience epochs in a row without a better loss after which training stops, 0 for never
 * @param minimumGain by how much a loss must be below the best one to count as better, at least 0
 */
public record EarlyStopping(int patience, double minimumGain) {
  public EarlyStopping {
    if (patience < 0) {
      throw new IllegalArgumentException("patience is " + patience + ", allowed are 0 and above");
    }
    if (!(minimumGain >= 0)) {
      throw new IllegalArgumentException(
          "minimum gain is " + minimumGain + ", allowed are 0 and above");
    }
  }

  /** Never stops early. */
  public static EarlyStopping never() {
    return new EarlyStopping(0, 0);
  }
}
