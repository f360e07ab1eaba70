// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.activation.Sigmoid;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * One minus the soft F-measure of an example's labels: {@code 1 - (1 + beta^2) sum(t p) / (beta^2
 * sum(t) + sum(p))} with the sigmoids p of the outputs and the targets t in [0, 1]; 1e-8 is added
 * above and below the line. It is taken for each example, not over a batch, so that rows do not
 * depend on each other. The prediction is the sigmoid. Where each example has one label and two are
 * likely, the best answer is both, so it is not for telling classes apart. Lipton, Elkan and
 * Naryanaswamy, "Optimal thresholding of classifiers to maximize F1 measure", 2014, for why one
 * would.
 *
 * @param beta how much more recall counts than precision, above 0
 */
@Description("One minus the soft F-measure of the labels of an example.")
@Formula("1 - (1 + beta^2) * sum t * p / (beta^2 * sum t + sum p), p = 1 / (1 + e^-x)")
@Source(
    "Pastor-Pellicer, Zamora-Martinez, Espana-Boquera and Castro-Bleda, \"F-measure as "
        + "the error function to train neural networks\", IWANN 2013")
public record FMeasure(
    @Tip(value = "how much more recall counts than precision", above = 0) double beta)
    implements RowwiseLoss {
  private static final double LEAST = 1e-8;

  public FMeasure {
    if (!(beta > 0 && beta <= 1e6)) {
      throw new IllegalArgumentException(
          "beta is " + beta + ", allowed are numbers above 0 to 1e6");
    }
  }

  @Override
  public TargetKind kind() {
    return TargetKind.LABELS;
  }

  @Override
  public Value predict(Graph g, Value output) {
    return new Sigmoid().apply(g, output);
  }

  private double above(double[] output, int n, double[] target) {
    double both = 0;
    for (int i = 0; i < n; i++) {
      both += target[i] * Logits.logistic(output[i]);
    }
    return (1 + beta * beta) * both + LEAST;
  }

  private double below(double[] output, int n, double[] target) {
    double sum = LEAST;
    for (int i = 0; i < n; i++) {
      sum += beta * beta * target[i] + Logits.logistic(output[i]);
    }
    return sum;
  }

  @Override
  public double value(double[] output, int n, double[] target, int m) {
    return 1 - above(output, n, target) / below(output, n, target);
  }

  @Override
  public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
    double below = below(output, n, target);
    double f = above(output, n, target) / below;
    for (int i = 0; i < n; i++) {
      double slope = Logits.logistic(output[i]) * Logits.logistic(-output[i]);
      gradient[i] = (f - (1 + beta * beta) * target[i]) / below * slope;
    }
  }

  @Override
  public void curvature(
      double[] output, int n, double[] target, int m, double[] vector, double[] product) {
    double weight = 1 + beta * beta;
    double below = below(output, n, target);
    double f = above(output, n, target) / below;
    double aboveChange = 0;
    double belowChange = 0;
    for (int i = 0; i < n; i++) {
      double change = Logits.logistic(output[i]) * Logits.logistic(-output[i]) * vector[i];
      aboveChange += weight * target[i] * change;
      belowChange += change;
    }
    double change = (aboveChange - f * belowChange) / below;
    for (int i = 0; i < n; i++) {
      double p = Logits.logistic(output[i]);
      double slope = p * Logits.logistic(-output[i]);
      double rest = f - weight * target[i];
      double bend = (1 - 2 * p) * vector[i];
      product[i] = slope / below * (change + rest * (bend - belowChange / below));
    }
  }
}
