// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.Arrays;
import java.util.List;

/**
 * Pinball loss, whose best prediction is a quantile: with {@code d = target - prediction}, {@code
 * level * d} where d is above 0, else {@code (level - 1) * d}; the mean over all outputs.
 * Derivative {@code -level}, 0 or {@code 1 - level}, over the number of outputs. Each level has as
 * many outputs as the target has numbers: first those of {@code level}, which are the prediction,
 * then those of the others in their order, which follow it. Koenker and Bassett, "Regression
 * quantiles", Econometrica 46 (1978).
 *
 * @param level the quantile that is predicted, above 0 and below 1; 0.5 is the median
 * @param others levels that are learned along with it
 */
@Description("Pinball loss: predicts a quantile, such as the median or the 90% point.")
@Formula("mean over outputs of max(level * d, (level - 1) * d), d = t - x")
@Source("Koenker and Bassett, \"Regression quantiles\", Econometrica 46, 1978")
public record Quantile(
    @Tip(value = "the quantile that is predicted", above = 0, below = 1) double level,
    @Tip(value = "levels that are learned along with it", above = 0, below = 1) List<Double> others)
    implements RowwiseLoss {
  public Quantile {
    check(level);
    others.forEach(Quantile::check);
    others = List.copyOf(others);
  }

  private static void check(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "level is " + level + ", allowed are numbers above 0 and below 1");
    }
  }

  @Override
  public int outputs(int targets) {
    return targets * (1 + others.size());
  }

  @Override
  public Shape target(Shape output) {
    return Outputs.divided("quantile", output, 1 + others.size());
  }

  @Override
  public Value predict(Graph g, Value output) {
    return output;
  }

  private double level(int i) {
    return i == 0 ? level : others.get(i - 1);
  }

  @Override
  public double value(double[] output, int n, double[] target, int m) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double d = target[i % m] - output[i];
      sum += Math.max(level(i / m) * d, (level(i / m) - 1) * d);
    }
    return sum / n;
  }

  @Override
  public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
    for (int i = 0; i < n; i++) {
      double d = target[i % m] - output[i];
      gradient[i] = (d > 0 ? -level(i / m) : d < 0 ? 1 - level(i / m) : 0) / n;
    }
  }

  /** The loss is made of straight lines. */
  @Override
  public void curvature(
      double[] output, int n, double[] target, int m, double[] vector, double[] product) {
    Arrays.fill(product, 0, n, 0);
  }
}
