// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.predict;

import backprop.engine.model.Model;
import backprop.weka.density.ClassDensity;
import backprop.weka.density.ResidualDensity;
import backprop.weka.density.Residuals;
import java.util.Arrays;
import java.util.Optional;
import weka.core.Attribute;
import weka.core.Instance;
import weka.core.Instances;

/** Predicts the same for every row: stands in where there is nothing to learn from. */
public final class ConstantPredictor implements Predictor {
  private static final long serialVersionUID = 1L;

  private final double[] distribution;
  private final String why;
  private final Residuals residuals;

  /**
   * @param distribution what is predicted
   * @param why the summary: why there is no network
   */
  public ConstantPredictor(double[] distribution, String why) {
    this(distribution, why, null);
  }

  /**
   * @param residuals what the one number misses; null for a nominal class
   */
  public ConstantPredictor(double[] distribution, String why, Residuals residuals) {
    this.distribution = distribution.clone();
    this.why = why;
    this.residuals = residuals;
  }

  @Override
  public ClassDensity density(Instance x) {
    if (residuals == null) {
      throw new IllegalStateException("intervals and densities are for a numeric class");
    }
    return new ResidualDensity(distribution[0], residuals);
  }

  /** Knows nothing: all classes alike, or no number. */
  public static ConstantPredictor undecided(Attribute classAttribute) {
    double[] distribution = {Double.NaN};
    if (classAttribute.isNominal()) {
      distribution = new double[classAttribute.numValues()];
      Arrays.fill(distribution, 1.0 / distribution.length);
    }
    return new ConstantPredictor(distribution, "No row has been seen yet.");
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
