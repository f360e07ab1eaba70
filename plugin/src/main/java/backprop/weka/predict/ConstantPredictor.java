// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.predict;

import backprop.engine.model.Model;
import java.util.Optional;
import weka.core.Instance;
import weka.core.Instances;

/** Predicts the same for every row: stands in where there is nothing to learn from. */
public final class ConstantPredictor implements Predictor {
  private static final long serialVersionUID = 1L;

  private final double[] distribution;
  private final String why;

  /**
   * @param distribution what is predicted
   * @param why the summary: why there is no network
   */
  public ConstantPredictor(double[] distribution, String why) {
    this.distribution = distribution.clone();
    this.why = why;
  }

  @Override
  public double[] distribution(Instance x) {
    return distribution.clone();
  }

  @Override
  public double[][] distributions(Instances rows) {
    double[][] all = new double[rows.numInstances()][];
    for (int i = 0; i < all.length; i++) {
      all[i] = distribution.clone();
    }
    return all;
  }

  @Override
  public Optional<Model> model() {
    return Optional.empty();
  }

  @Override
  public String summary() {
    return why;
  }
}
