// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Softmax;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Kullback-Leibler divergence of the softmax p of the outputs from a target distribution t: {@code
 * sum(t * (log t - log p))}, in nats, 0 log 0 being 0. Its gradient is that of the cross-entropy:
 * {@code sum(t) * p - t}. The target has a share for each class; the prediction is the softmax.
 * Kullback and Leibler, "On information and sufficiency", Annals of Mathematical Statistics 22
 * (1951).
 */
@Description("Divergence of the softmax from target distributions.")
@Formula("sum over classes of t * (ln t - ln p), p = softmax(x)")
@Source(
    "Kullback and Leibler, \"On information and sufficiency\", Annals of Mathematical "
        + "Statistics 22, 1951")
public record KlDivergence() implements RowwiseLoss {
  @Override
  public TargetKind kind() {
    return TargetKind.SHARES;
  }

  @Override
  public Value predict(Graph g, Value output) {
    return g.op(new Softmax(), output);
  }

  @Override
  public double value(double[] output, int n, double[] target, int m) {
    double logSum = Logits.logSum(output, 0, n);
    double loss = 0;
    for (int c = 0; c < n; c++) {
      loss += target[c] > 0 ? target[c] * (Math.log(target[c]) - output[c] + logSum) : 0;
    }
    return loss;
  }

  @Override
  public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
    double logSum = Logits.logSum(output, 0, n);
    double all = 0;
    for (int c = 0; c < n; c++) {
      all += target[c];
    }
    for (int c = 0; c < n; c++) {
      gradient[c] = all * Math.exp(output[c] - logSum) - target[c];
    }
  }

  @Override
  public void curvature(
      double[] output, int n, double[] target, int m, double[] vector, double[] product) {
    double all = 0;
    for (int c = 0; c < n; c++) {
      all += target[c];
    }
    Logits.softmaxChange(output, n, all, vector, product);
  }
}
