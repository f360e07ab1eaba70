// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.RowFunction;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.Predict;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/**
 * Negative log-likelihood of a normal distribution whose mean and variance are both predicted: mean
 * over the targets t of {@code (log v + (t - mean)^2 / v + log(2 pi)) / 2}. For m targets there are
 * 2 m outputs: the m means, then m numbers s with {@code v = log(1 + e^s) + 1e-6}. The prediction
 * is the means and behind them the standard deviations. Nix and Weigend, "Estimating the mean and
 * variance of the target probability distribution", ICNN 1994; the softplus as in Lakshminarayanan,
 * Pritzel and Blundell, "Simple and scalable predictive uncertainty estimation using deep
 * ensembles", NeurIPS 2017.
 */
@Name("gaussian-nll")
@Description("Normal distribution: predicts the mean and how uncertain it is.")
@Formula("mean over targets of (ln v + (t - x)^2 / v + ln(2 * pi)) / 2, v = ln(1 + e^s) + 1e-6")
@Source(
    "Nix and Weigend, \"Estimating the mean and variance of the target probability "
        + "distribution\", ICNN 1994; the softplus from Lakshminarayanan, Pritzel and "
        + "Blundell, \"Simple and scalable predictive uncertainty estimation using deep "
        + "ensembles\", NIPS 2017")
public record GaussianNll() implements RowwiseLoss {
  private static final double LEAST = 1e-6;

  @Override
  public int outputs(int targets) {
    return 2 * targets;
  }

  @Override
  public Shape target(Shape output) {
    return Outputs.divided("gaussian-nll", output, 2);
  }

  @Override
  public Value predict(Graph g, Value output) {
    RowFunction f = new MeansAndDeviations(LEAST);
    return g.op(new Predict("mean and deviation", f, output.shape().columns()), output);
  }

  /**
   * The first half as it is, of the second half the deviations {@code sqrt(log(1 + e^s) + least)}.
   *
   * @param least smallest variance
   */
  public record MeansAndDeviations(double least) implements RowFunction {
    @Override
    public void apply(double[] x, int n, double[] y, int m) {
      for (int i = 0; i < n; i++) {
        y[i] = 2 * i < n ? x[i] : Math.sqrt(Logits.softplus(x[i]) + least);
      }
    }
  }

  @Override
  public double value(double[] output, int n, double[] target, int m) {
    double sum = 0;
    for (int i = 0; i < m; i++) {
      double v = Logits.softplus(output[m + i]) + LEAST;
      double d = target[i] - output[i];
      sum += 0.5 * (Math.log(v) + d * d / v + Math.log(2 * Math.PI));
    }
    return sum / m;
  }

  @Override
  public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
    for (int i = 0; i < m; i++) {
      double v = Logits.softplus(output[m + i]) + LEAST;
      double d = output[i] - target[i];
      gradient[i] = d / v / m;
      gradient[m + i] = 0.5 * (1 - d * d / v) / v * Logits.logistic(output[m + i]) / m;
    }
  }

  @Override
  public void curvature(
      double[] output, int n, double[] target, int m, double[] vector, double[] product) {
    for (int i = 0; i < m; i++) {
      double s = output[m + i];
      double v = Logits.softplus(s) + LEAST;
      double d = output[i] - target[i];
      double slope = Logits.logistic(s);
      double change = slope * vector[m + i];
      product[i] = (vector[i] - d / v * change) / v / m;
      double byVariance = 0.5 * (1 - d * d / v) / v;
      double bend = ((d * d / v - 0.5) * change - d * vector[i]) / v / v;
      product[m + i] = (bend + byVariance * Logits.logistic(-s) * vector[m + i]) * slope / m;
    }
  }
}
