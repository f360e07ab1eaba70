// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.RowFunction;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.Predict;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Negative log-likelihood of a mixture of normal distributions, for targets that may be one thing
 * or another. For m targets each of k components has a logit, a spread and m means: outputs are the
 * k logits, then k numbers s with standard deviation {@code log(1 + e^s) + 1e-3} in all directions,
 * then the means of the first component, of the second, and so on. {@code loss = -log(sum of p N(t;
 * mean, deviation))}, p being the softmax of the logits. The prediction is the mixture's m means
 * and behind them its m standard deviations. Bishop, "Mixture density networks", 1994.
 *
 * @param components k, at least 1
 */
@Description("Mixture of normal distributions, for targets with several likely values.")
@Formula(
    "-ln(sum over components of p * N(t; mean, deviation)), p = softmax(logits), "
        + "deviation = ln(1 + e^s) + 1e-3")
@Source(
    "Bishop, \"Mixture density networks\", technical report NCRG/94/004, Aston "
        + "University, 1994")
public record MixtureDensity(@Tip(value = "number of normal distributions", min = 1) int components)
    implements RowwiseLoss {
  private static final double LEAST = 1e-3;

  public MixtureDensity {
    if (components < 1) {
      throw new IllegalArgumentException("components is " + components + ", it must be at least 1");
    }
  }

  @Override
  public int outputs(int targets) {
    return Math.multiplyExact(components, 2 + targets);
  }

  @Override
  public Shape target(Shape output) {
    int columns = Outputs.oneRow("mixture-density", output).columns();
    if (columns % components != 0 || columns / components < 3) {
      throw new IllegalArgumentException(
          "the loss mixture-density needs "
              + components
              + " times (2 + numbers of the target) outputs, but the last layer gives "
              + columns);
    }
    return output.withColumns(columns / components - 2);
  }

  private double deviation(double[] x, int k) {
    return Logits.softplus(x[components + k]) + LEAST;
  }

  private double mean(double[] x, int k, int i, int m) {
    return x[2 * components + k * m + i];
  }

  /** Logit plus logarithm of the density of the target under a component. */
  private double log(double[] x, int k, double[] target, int m) {
    double deviation = deviation(x, k);
    double squares = 0;
    for (int i = 0; i < m; i++) {
      double d = (target[i] - mean(x, k, i, m)) / deviation;
      squares += d * d;
    }
    return x[k] - 0.5 * squares - m * (Math.log(deviation) + 0.5 * Math.log(2 * Math.PI));
  }

  private double logSum(double[] x, double[] target, int m) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < components; k++) {
      max = Math.max(max, log(x, k, target, m));
    }
    double sum = 0;
    for (int k = 0; k < components; k++) {
      sum += Math.exp(log(x, k, target, m) - max);
    }
    return max + Math.log(sum);
  }

  @Override
  public double value(double[] output, int n, double[] target, int m) {
    return Logits.logSum(output, 0, components) - logSum(output, target, m);
  }

  @Override
  public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
    double all = Logits.logSum(output, 0, components);
    double logSum = logSum(output, target, m);
    for (int k = 0; k < components; k++) {
      double part = Math.exp(log(output, k, target, m) - logSum);
      double deviation = deviation(output, k);
      double squares = 0;
      for (int i = 0; i < m; i++) {
        double d = (mean(output, k, i, m) - target[i]) / deviation;
        squares += d * d;
        gradient[2 * components + k * m + i] = part * d / deviation;
      }
      gradient[k] = Math.exp(output[k] - all) - part;
      gradient[components + k] =
          part * (m - squares) / deviation * Logits.logistic(output[components + k]);
    }
  }

  /** How {@link #log} changes along a vector. */
  private double logChange(double[] x, int k, double[] target, int m, double[] vector) {
    double deviation = deviation(x, k);
    double wider = Logits.logistic(x[components + k]) * vector[components + k];
    double change = vector[k] - m * wider / deviation;
    for (int i = 0; i < m; i++) {
      double d = (mean(x, k, i, m) - target[i]) / deviation;
      change -= d * (mean(vector, k, i, m) - d * wider) / deviation;
    }
    return change;
  }

  @Override
  public void curvature(
      double[] output, int n, double[] target, int m, double[] vector, double[] product) {
    double logSum = logSum(output, target, m);
    double mean = 0;
    for (int k = 0; k < components; k++) {
      double part = Math.exp(log(output, k, target, m) - logSum);
      mean += part * logChange(output, k, target, m, vector);
    }
    Logits.softmaxChange(output, components, 1, vector, product);
    for (int k = 0; k < components; k++) {
      double part = Math.exp(log(output, k, target, m) - logSum);
      double partChange = part * (logChange(output, k, target, m, vector) - mean);
      double deviation = deviation(output, k);
      double slope = Logits.logistic(output[components + k]);
      double wider = slope * vector[components + k];
      double squares = 0;
      double squaresChange = 0;
      for (int i = 0; i < m; i++) {
        double d = (mean(output, k, i, m) - target[i]) / deviation;
        double change = (mean(vector, k, i, m) - d * wider) / deviation;
        squares += d * d;
        squaresChange += 2 * d * change;
        product[2 * components + k * m + i] =
            (partChange * d + part * change - part * d * wider / deviation) / deviation;
      }
      product[k] -= partChange;
      double bend = (1 - slope) * vector[components + k] - wider / deviation;
      product[components + k] =
          (partChange * (m - squares) - part * squaresChange + part * (m - squares) * bend)
              / deviation
              * slope;
    }
  }

  @Override
  public Value predict(Graph g, Value output) {
    int m = target(output.shape()).columns();
    return g.op(new Predict("mean and deviation", new Moments(components, LEAST), 2 * m), output);
  }

  /**
   * Means and standard deviations of the mixture.
   *
   * @param components how many normal distributions
   * @param least smallest deviation of a component
   */
  public record Moments(int components, double least) implements RowFunction {
    @Override
    public void apply(double[] x, int n, double[] y, int columns) {
      int m = columns / 2;
      double all = Logits.logSum(x, 0, components);
      for (int i = 0; i < m; i++) {
        double mean = 0;
        for (int k = 0; k < components; k++) {
          mean += Math.exp(x[k] - all) * x[2 * components + k * m + i];
        }
        double variance = 0;
        for (int k = 0; k < components; k++) {
          double d = x[2 * components + k * m + i] - mean;
          double deviation = Logits.softplus(x[components + k]) + least;
          variance += Math.exp(x[k] - all) * (d * d + deviation * deviation);
        }
        y[i] = mean;
        y[m + i] = Math.sqrt(variance);
      }
    }
  }
}
