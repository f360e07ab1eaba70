// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.FloatMath;
import backprop.engine.backend.RowFunction;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Predict;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Negative log-likelihood of counts or rates t under a Poisson distribution with mean {@code e^x},
 * x being the output: mean over the outputs of {@code e^x - t * x}, without the term {@code
 * log(t!)} that does not depend on x. Derivative {@code (e^x - t) / outputs}. Targets from 0; the
 * prediction is the mean. Above 60 the exponential goes on as its tangent, so that no finite output
 * overflows.
 */
@Description("Counts from 0: negative log-likelihood of a Poisson distribution.")
@Formula("mean over outputs of e^x - t * x")
@Source("McCullagh and Nelder, \"Generalized Linear Models\", Chapman and Hall 1989, chapter 6")
public record Poisson() implements PairwiseLoss {
  private static final double LAST = 60;

  @Override
  public TargetKind kind() {
    return TargetKind.RATES;
  }

  @Override
  public Value predict(Graph g, Value output) {
    return g.op(new Predict("mean of counts", new Mean(LAST), output.shape().columns()), output);
  }

  /**
   * {@code e^x} of every output.
   *
   * @param last larger outputs count as this, so that none overflows
   */
  public record Mean(double last) implements RowFunction {
    @Override
    public void apply(double[] x, int n, double[] y, int m) {
      for (int i = 0; i < n; i++) {
        y[i] = Math.exp(Math.min(x[i], last));
      }
    }
  }

  @Override
  public double value(double prediction, double target) {
    double e = Math.exp(Math.min(prediction, LAST));
    return e * (1 + Math.max(prediction - LAST, 0)) - target * prediction;
  }

  @Override
  public double derivative(double prediction, double target) {
    return Math.exp(Math.min(prediction, LAST)) - target;
  }

  @Override
  public double curvature(double prediction, double target) {
    return prediction < LAST ? Math.exp(prediction) : 0;
  }

  @Override
  public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
    limited(prediction, out, from, to);
    for (int i = from; i < to; i++) {
      float beyond = Math.max(prediction[i] - (float) LAST, 0f);
      out[i] = out[i] * (1f + beyond) - target[i] * prediction[i];
    }
  }

  @Override
  public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
    limited(prediction, out, from, to);
    for (int i = from; i < to; i++) {
      out[i] -= target[i];
    }
  }

  private static void limited(float[] x, float[] e, int from, int to) {
    for (int i = from; i < to; i++) {
      e[i] = Math.min(x[i], (float) LAST);
    }
    FloatMath.exp(e, e, from, to);
  }
}
