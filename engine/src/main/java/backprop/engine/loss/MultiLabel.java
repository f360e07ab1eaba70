// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Softmax;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import java.util.Arrays;

/**
 * Ranks the labels that an example has (targets above 1/2) before those that it has not: the mean
 * over all pairs of one of each of {@code e^(x without - x with)}; 0 where there is no pair. Above
 * 60 the exponential goes on as its tangent, so that no finite output overflows. The prediction is
 * the softmax of the outputs: shares in the order of the labels' ranks. Zhang and Zhou, "Multilabel
 * neural networks with applications to functional genomics and text categorization", IEEE TKDE 18
 * (2006), equation 3.
 */
@Description("Ranks the labels that an example has before the others.")
@Formula("mean over pairs of a label i that is there and a label j that is not of e^(x_j - x_i)")
@Source(
    "Zhang and Zhou, \"Multilabel neural networks with applications to functional "
        + "genomics and text categorization\", IEEE Transactions on Knowledge and Data "
        + "Engineering 18, 2006, equation 3")
public record MultiLabel() implements RowwiseLoss {
  private static final double LAST = 60;

  @Override
  public TargetKind kind() {
    return TargetKind.SHARES;
  }

  @Override
  public Value predict(Graph g, Value output) {
    return g.op(new Softmax(), output);
  }

  private static int pairs(double[] target, int n) {
    int with = 0;
    for (int i = 0; i < n; i++) {
      with += target[i] > 0.5 ? 1 : 0;
    }
    return with * (n - with);
  }

  @Override
  public double value(double[] output, int n, double[] target, int m) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (target[i] > 0.5 && !(target[j] > 0.5)) {
          double d = output[j] - output[i];
          sum += Math.exp(Math.min(d, LAST)) * (1 + Math.max(d - LAST, 0));
        }
      }
    }
    return sum / Math.max(1, pairs(target, n));
  }

  @Override
  public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
    Arrays.fill(gradient, 0, n, 0);
    int pairs = Math.max(1, pairs(target, n));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (target[i] > 0.5 && !(target[j] > 0.5)) {
          double slope = Math.exp(Math.min(output[j] - output[i], LAST)) / pairs;
          gradient[i] -= slope;
          gradient[j] += slope;
        }
      }
    }
  }

  @Override
  public void curvature(
      double[] output, int n, double[] target, int m, double[] vector, double[] product) {
    Arrays.fill(product, 0, n, 0);
    int pairs = Math.max(1, pairs(target, n));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double d = output[j] - output[i];
        if (target[i] > 0.5 && !(target[j] > 0.5) && d < LAST) {
          double change = Math.exp(d) * (vector[j] - vector[i]) / pairs;
          product[i] -= change;
          product[j] += change;
        }
      }
    }
  }
}
