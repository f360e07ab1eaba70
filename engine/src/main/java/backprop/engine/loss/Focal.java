// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.Softmax;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Cross-entropy of a softmax that counts easy rows less: {@code -alpha (1 - p)^gamma log p} with
 * the probability p of the true class and its alpha. The outputs are logits, one for each class;
 * the target is the index of the true class; the prediction is the softmax. Lin, Goyal, Girshick,
 * He and Dollar, "Focal loss for dense object detection", ICCV 2017, equation 5; for two classes
 * its alpha is here {@code [1 - alpha, alpha]}.
 *
 * @param gamma how much less easy rows count, at least 0; 0 is cross-entropy
 * @param alpha weights of the classes, from 0, in their order; empty for all 1
 */
@Description("Cross-entropy that counts rows less the better they are predicted.")
@Formula("-alpha * (1 - p)^gamma * ln p, p = softmax(x) of the true class")
@Source(
    "Lin, Goyal, Girshick, He and Dollar, \"Focal loss for dense object detection\", "
        + "ICCV 2017, equation 5")
public record Focal(
    @Tip(value = "how much less easy rows count", min = 0) double gamma,
    @Tip(value = "weights of the classes, in their order; empty for all 1", min = 0)
        List<Double> alpha)
    implements RowwiseLoss {
  public Focal {
    if (!(gamma >= 0 && gamma <= 100)) {
      throw new IllegalArgumentException("gamma is " + gamma + ", allowed are 0 to 100");
    }
    alpha = Outputs.checked("alpha", alpha);
  }

  @Override
  public TargetKind kind() {
    return TargetKind.CLASS;
  }

  @Override
  public Shape target(Shape output) {
    Shape target = Outputs.index("focal", output);
    Outputs.weights("focal", alpha, output);
    return target;
  }

  @Override
  public Value predict(Graph g, Value output) {
    return g.op(new Softmax(), output);
  }

  @Override
  public double value(double[] output, int n, double[] target, int m) {
    int truth = Outputs.index(target, n);
    double log = output[truth] - Logits.logSum(output, 0, n);
    return -Outputs.weight(alpha, truth) * Math.pow(-Math.expm1(log), gamma) * log;
  }

  @Override
  public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
    int truth = Outputs.index(target, n);
    double logSum = Logits.logSum(output, 0, n);
    double log = output[truth] - logSum;
    double rest = -Math.expm1(log);
    // log p / (1 - p), whose limit for p = 1 is -1
    double ratio = rest > 0 ? log / rest : -1;
    double slope =
        Outputs.weight(alpha, truth) * Math.pow(rest, gamma) * (gamma * Math.exp(log) * ratio - 1);
    for (int c = 0; c < n; c++) {
      gradient[c] = slope * ((c == truth ? 1 : 0) - Math.exp(output[c] - logSum));
    }
  }

  /** The slope changes by {@code alpha gamma p (1 - p)^(gamma - 1) (2 + log p - ...)} per log p. */
  @Override
  public void curvature(
      double[] output, int n, double[] target, int m, double[] vector, double[] product) {
    int truth = Outputs.index(target, n);
    double logSum = Logits.logSum(output, 0, n);
    double log = output[truth] - logSum;
    double p = Math.exp(log);
    double rest = -Math.expm1(log);
    double ratio = rest > 0 ? log / rest : -1;
    double weight = Outputs.weight(alpha, truth);
    double slope = weight * Math.pow(rest, gamma) * (gamma * p * ratio - 1);
    // where p is 1, the slope's change is infinite for gamma below 1, but log p does not change
    double slopeChange =
        rest > 0 && gamma > 0
            ? weight * gamma * p * Math.pow(rest, gamma - 1) * (2 + log - (gamma - 1) * p * ratio)
            : 0;
    double mean = 0;
    for (int c = 0; c < n; c++) {
      mean += Math.exp(output[c] - logSum) * vector[c];
    }
    double along = slopeChange * (vector[truth] - mean);
    Logits.softmaxChange(output, n, -slope, vector, product);
    for (int c = 0; c < n; c++) {
      product[c] += along * ((c == truth ? 1 : 0) - Math.exp(output[c] - logSum));
    }
  }
}
